import type { Client } from './client.ts';
import { LANGUAGE_CLIENTS } from './languages.ts';
import { NODE_CLIENTS } from './node.ts';
import { PACKAGE_CLIENTS } from './packages.ts';
import { PYTHON_CLIENTS } from './python.ts';
import { TOOL_CLIENTS } from './tools.ts';

export type { Client } from './client.ts';

export const CLIENTS: readonly Client[] = [
  ...TOOL_CLIENTS,
  ...PACKAGE_CLIENTS,
  ...PYTHON_CLIENTS,
  ...NODE_CLIENTS,
  ...LANGUAGE_CLIENTS,
];
