import * as l10n from '@vscode/l10n';

/**
 * What a key of chunk metadata means, in what unit; undefined for a key that no known file has.
 * @param path names that lead to the key, without list positions
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export function keyMeaning(path: readonly string[]): string | undefined {
  switch (path.join('.').toLowerCase()) {
    case 'resourceid':
      return l10n.t(
        'The immutable ID of the Communication Services resource: a GUID, not an Azure resource path.',
      );
    case 'callid':
      return l10n.t(
        "The ID of the call. The call's folder usually carries it too; it is not the server call ID.",
      );
    case 'chunkdocumentid':
      return l10n.t('The ID of the stored chunk, as events name it.');
    case 'chunkindex':
      return l10n.t("The chunk's place in the recording, counted from 0.");
    case 'chunkstarttime':
      return l10n.t('When the chunk began, in UTC.');
    case 'chunkduration':
      return l10n.t('Length of the chunk in milliseconds; at most four hours.');
    case 'pauseresumeintervals':
      return l10n.t('The stretches in which the recording was paused.');
    case 'pauseresumeintervals.starttime':
      return l10n.t('When the recording was paused, in UTC.');
    case 'pauseresumeintervals.duration':
      return l10n.t('Length of the pause in milliseconds.');
    case 'recordinginfo':
      return l10n.t('What kind of recording it is.');
    case 'recordinginfo.contenttype':
      return l10n.t('What is recorded: “audio” or “audioVideo”. Files of 2021 have the channel type here.');
    case 'recordinginfo.channeltype':
      return l10n.t(
        '“mixed”: all participants in one track; “unmixed”: each in a channel of its own. Files of 2021 have the content type here.',
      );
    case 'recordinginfo.format':
      return l10n.t('The file format of the media: mp4, mp3 or wav.');
    case 'recordinginfo.audioconfiguration':
      return l10n.t('How the audio is stored.');
    case 'recordinginfo.audioconfiguration.samplerate':
      return l10n.t('Samples per second, in hertz.');
    case 'recordinginfo.audioconfiguration.bitrate':
      return l10n.t('Bits per second of the audio.');
    case 'recordinginfo.audioconfiguration.channels':
      return l10n.t('Number of channels in the media file.');
    case 'recordinginfo.audioconfiguration.bitdepth':
      return l10n.t('Bits per sample.');
    case 'recordinginfo.videoconfiguration':
      return l10n.t('How the video is stored; only where video is recorded.');
    case 'recordinginfo.videoconfiguration.longersidelength':
      return l10n.t('Longer side of the video in pixels.');
    case 'recordinginfo.videoconfiguration.shortersidelength':
      return l10n.t('Shorter side of the video in pixels.');
    case 'recordinginfo.videoconfiguration.framerate':
      return l10n.t('Frames per second.');
    case 'recordinginfo.videoconfiguration.bitrate':
      return l10n.t('Bits per second of the video.');
    case 'participants':
      return l10n.t('Who took part in the call while the chunk was recorded.');
    case 'participants.participantid':
      return l10n.t(
        "The participant's raw ID. “8:acs:” begins a Communication Services user, “4:” a phone number, “8:orgid:” a Teams user, “28:” a bot.",
      );
    case 'participants.channel':
      return l10n.t('The channel the participant speaks in, counted from 0; only in unmixed recordings.');
    case 'version':
      return l10n.t('Version of the schema of this file.');
    default:
      return undefined;
  }
}
