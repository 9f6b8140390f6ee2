package com.azure.communication.callautomation.models;

/** Declaration to compile against: since 1.2.0 of the SDK. */
public abstract class RecordingStorage {}
