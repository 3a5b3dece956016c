import { modulesIn } from '../../exchange/modules-in.ts';
import type { Tab } from './tab.ts';

const MODULES = modulesIn<{ readonly tab: Tab }>(new URL('./tabs/', import.meta.url));

/** Every tab that lies in the folder `tabs/`, in the order in which they stand. */
export const TABS: readonly Tab[] = (await Promise.all(Object.values(MODULES).map((load) => load())))
  .map(({ tab }) => tab)
  .sort((one, other) => one.order - other.order);
