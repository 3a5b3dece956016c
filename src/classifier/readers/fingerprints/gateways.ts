import { CLOUDS } from './clouds.ts';
import type { GatewayFacts } from './gateway-facts.ts';
import { PROXIES } from './proxies.ts';

/** The most telling first: a CDN in front of nginx passes nginx's page on, with its own fields added. */
export const GATEWAYS: readonly GatewayFacts[] = [...CLOUDS, ...PROXIES];
