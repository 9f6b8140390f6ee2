import {
  type HttpClient,
  type Pipeline,
  createDefaultHttpClient,
  createEmptyPipeline,
  decompressResponsePolicy,
  proxyPolicy,
  retryPolicy,
  tlsPolicy,
  userAgentPolicy,
} from '@azure/core-rest-pipeline';
import { mostAttempts, patientStrategy } from './retry.ts';

export type { HttpClient, Pipeline };

/** How requests are sent. */
export interface Transport {
  /** Default: the network. */
  readonly httpClient?: HttpClient;
  /** Certificate authorities to trust beside those of the system, as PEM. */
  readonly ca?: string;
  /** The first wait before a request is repeated, in ms; default: 500. */
  readonly retryDelayMs?: number;
}

/**
 * The way of each request: no redirect is followed, as none of these services sends one, and the token would go
 * along.
 */
export function makePipeline({ ca, retryDelayMs }: Transport): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(proxyPolicy(undefined, { customNoProxyList: ['localhost', '127.0.0.1'] }));
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: 'acs-call-recordings' }));
  pipeline.addPolicy(retryPolicy([patientStrategy(retryDelayMs)], { maxRetries: mostAttempts - 1 }));
  if (ca !== undefined) pipeline.addPolicy(tlsPolicy({ ca }));
  return pipeline;
}

/** The network. */
export const networkClient = createDefaultHttpClient;
