package com.azure.communication.callautomation.models;

/** Declaration to compile against: since 1.3.0 of the SDK. */
public final class RoomCallLocator extends CallLocator {
    public RoomCallLocator(String roomId) {
        super(CallLocatorKind.fromString("roomCallLocator"));
    }
}
