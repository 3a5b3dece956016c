import { readdirSync } from 'node:fs';
import type { Tab } from './tab.ts';

const FOLDER = new URL('./tabs/', import.meta.url);

async function loaded(): Promise<readonly Tab[]> {
  const files = readdirSync(FOLDER).filter((file) => /\.(?:js|ts)$/.test(file) && !file.endsWith('.d.ts'));
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href) as Promise<{ tab: Tab }>));
  return modules.map(({ tab }) => tab).sort((one, other) => one.order - other.order);
}

/** Every tab that lies in the folder `tabs/`, in the order in which they stand. */
export const TABS = await loaded();
