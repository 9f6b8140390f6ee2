import { type PlayableExtension, playableExtension } from '../recording/formats.ts';

const types: Readonly<Record<PlayableExtension, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  m4a: 'audio/mp4',
};

/** The media type of a file by its name. */
export function mediaType(name: string): string {
  const extension = playableExtension(name);
  return extension === undefined ? 'application/octet-stream' : types[extension];
}
