import { newGuid, newServerCallId } from '../../../src/emulator/service/ids.ts';
import type { Call } from './variants.ts';

/** A call that there is none of, for texts that are only compiled. */
export const sampleCall: Call = {
  callId: newGuid(),
  serverCallId: newServerCallId(Date.now()),
  callConnectionId: newGuid(),
  groupCallId: newGuid(),
  roomId: '99412345678901234',
  participants: ['8:acs:alice', '8:acs:bob'],
};
