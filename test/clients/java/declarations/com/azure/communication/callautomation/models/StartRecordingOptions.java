package com.azure.communication.callautomation.models;

import com.azure.communication.common.CommunicationIdentifier;
import java.util.List;

/**
 * Declaration to compile against, from the reference of 1.5: storage and pause on start came with 1.2.0, the start
 * by call connection with 1.5.0.
 */
public final class StartRecordingOptions {
    public StartRecordingOptions(CallLocator callLocator) {}

    public StartRecordingOptions(String callConnectionId) {}

    public StartRecordingOptions setRecordingStateCallbackUrl(String recordingStateCallbackUrl) {
        return this;
    }

    public StartRecordingOptions setRecordingChannel(RecordingChannel recordingChannel) {
        return this;
    }

    public StartRecordingOptions setRecordingContent(RecordingContent recordingContent) {
        return this;
    }

    public StartRecordingOptions setRecordingFormat(RecordingFormat recordingFormat) {
        return this;
    }

    public StartRecordingOptions setPauseOnStart(Boolean pauseOnStart) {
        return this;
    }

    public StartRecordingOptions setRecordingStorage(RecordingStorage recordingStorage) {
        return this;
    }

    public StartRecordingOptions setAudioChannelParticipantOrdering(List<CommunicationIdentifier> participants) {
        return this;
    }

    public StartRecordingOptions setChannelAffinity(List<ChannelAffinity> channelAffinity) {
        return this;
    }
}
