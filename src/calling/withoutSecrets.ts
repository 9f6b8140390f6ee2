const secretPatterns: readonly RegExp[] = [
  /(accesskey=)[^;\s"']+/gi,
  /([?&](?:sig|code|key|token)=)[^&\s"']+/gi,
  /(HMAC-SHA256 [^\s"]*Signature=)[^\s"&]+/gi,
  /(Bearer )[\w.~+/-]+=*/gi,
];

/** The text with the given secrets, and what looks like one, replaced by `***`. */
export function withoutSecrets(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length > 0)
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
  return secretPatterns.reduce((clean, pattern) => clean.replace(pattern, '$1***'), known);
}
