/** The media type that a file's name speaks of. */
export function mediaType(name: string): string {
  switch (/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()) {
    case 'mp3':
      return 'audio/mpeg';
    case 'wav':
      return 'audio/wav';
    case 'mp4':
      return 'video/mp4';
    case 'm4a':
      return 'audio/mp4';
    default:
      return 'application/octet-stream';
  }
}
