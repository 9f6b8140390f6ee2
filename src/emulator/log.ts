/** Takes one line of plain English, without any secret. */
export type Log = (line: string) => void;
