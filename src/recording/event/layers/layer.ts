/** What was around an event. */
export type EventLayer =
  /** Base64, as a storage queue holds it. */
  | 'wasBase64'
  /** JSON that is the value of a JSON string. */
  | 'wasJsonText'
  /** A text with other things in it: a log, a captured request, one event a line. */
  | 'wasInText'
  | 'wasHttp'
  | 'wasXml'
  /** Characters written as entities, or percent-encoded. */
  | 'wasEscaped'
  | 'wasWide'
  /** What Event Grid namespaces give to those who pull events. */
  | 'wasPullDelivery'
  /** A message of a storage queue as its tools print it. */
  | 'wasQueueMessage'
  /** Another object. */
  | 'wasProperty';
