import type { RecordingStore } from './recordingStore.ts';

/** What reading a recording needs of its store. */
export type ReadableStore = Pick<RecordingStore, 'listFiles' | 'stat' | 'read' | 'openRead' | 'link'>;

/**
 * A store that is opened with the first request, and anew when opening failed: so a sign-in that failed
 * is a failed request like others, and "Refresh" tries it again.
 */
export function deferredStore(open: () => Promise<ReadableStore>): ReadableStore {
  return {
    listFiles: async (...asked) => (await open()).listFiles(...asked),
    stat: async (...asked) => (await open()).stat(...asked),
    read: async (...asked) => (await open()).read(...asked),
    openRead: async (...asked) => (await open()).openRead(...asked),
    link: async (...asked) => (await open()).link(...asked),
  };
}
