const ending = '.events';

/** The name of a file of a window: who writes it, and the how manieth it is. The writer ends in its process ID. */
export function segmentName(writer: string, number: number): string {
  return `${writer}-${number}${ending}`;
}

export function isSegmentName(name: string): boolean {
  return name.endsWith(ending);
}

export function readSegmentName(name: string): {
  readonly writer: string;
  readonly number: number;
  readonly pid: number;
} {
  const at = name.lastIndexOf('-');
  const writer = name.slice(0, at);
  return {
    writer,
    number: parseInt(name.slice(at + 1), 10),
    pid: Number(writer.slice(writer.lastIndexOf('-') + 1)),
  };
}
