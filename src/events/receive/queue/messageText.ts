/** An event as Event Grid writes it into a storage queue: its JSON in Base64. */
export function messageText(event: unknown): string {
  return Buffer.from(JSON.stringify(event)).toString('base64');
}
