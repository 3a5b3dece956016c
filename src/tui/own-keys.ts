import { UserError } from '../exchange/user-error.ts';
import { isTextKey, type Key } from './keypress.ts';
import { type Command, isTyped, KEY_TABLE, type KeyBinding } from './keys.ts';
import type { LogActions } from './source.ts';

/** Keys that a person gave commands, by the name of the command: `next-failure` → `['ctrl-n']`. */
export type OwnKeys = Readonly<Record<string, readonly Key[]>>;

const NAMED_KEYS: ReadonlySet<string> = new Set([
  ...['up', 'down', 'left', 'right', 'page-up', 'page-down', 'home', 'end', 'enter', 'escape', 'tab', 'shift-tab'],
  ...['backspace', 'delete', 'space'],
]);

/** There must be one key that always ends it. */
const RESERVED: Key = 'ctrl-c';

/** The keys whose actions are there. */
export function availableKeys(actions: LogActions, table: readonly KeyBinding[] = KEY_TABLE): readonly KeyBinding[] {
  return table.filter(({ action }) => action === undefined || actions[action] !== undefined);
}

/**
 * The table with a person's own keys. A key that another command had goes to the one that the person gave it; without a key a
 * command is still in the palette. @throws UserError where a command or a key does not exist, or two commands share a key.
 */
export function withOwnKeys(own: OwnKeys, table: readonly KeyBinding[] = KEY_TABLE): readonly KeyBinding[] {
  const names = new Set<string>(table.map(({ command }) => command));
  for (const [command, keys] of Object.entries(own)) {
    if (!names.has(command)) throw wrong(`there is no command ${command}`, 'The palette (:) names them all.');
    for (const key of keys) mustBeKey(key);
  }
  const keysOf = (command: Command) => own[command]?.map((key) => (key === 'space' ? ' ' : key));
  const changed = table.map((binding) => {
    const keys = keysOf(binding.command);
    if (keys === undefined) return withoutTaken(binding, table, keysOf);
    // Where text is typed, a character stays text; what was bound there keeps its keys if nothing else is left.
    const usable = binding.views.some(isTyped) ? keys.filter((key) => !isTextKey(key)) : keys;
    return {
      ...binding,
      keys: usable.length === 0 && binding.views.some(isTyped) ? binding.keys : withReserved(usable, binding),
    };
  });
  mustBeUnique(changed);
  return changed;
}

/** A binding without the keys that the person gave to other commands of its views. */
function withoutTaken(
  binding: KeyBinding,
  table: readonly KeyBinding[],
  keysOf: (command: Command) => readonly Key[] | undefined,
): KeyBinding {
  const rivals = table.filter(({ views }) => views.some((view) => binding.views.includes(view)));
  const taken = new Set(rivals.flatMap(({ command }) => keysOf(command) ?? []));
  return { ...binding, keys: binding.keys.filter((key) => !taken.has(key)) };
}

function withReserved(keys: readonly Key[], binding: KeyBinding): readonly Key[] {
  return binding.keys.includes(RESERVED) ? [...keys, RESERVED] : keys;
}

function mustBeKey(key: string): void {
  if (key === RESERVED) throw wrong('ctrl-c always quits', 'Choose another key.');
  if (isTextKey(key) || NAMED_KEYS.has(key) || /^ctrl-[a-z]$/.test(key)) return;
  throw wrong(`there is no key ${key}`, `Write a character, ctrl-x, or one of ${[...NAMED_KEYS].join(', ')}.`);
}

function mustBeUnique(table: readonly KeyBinding[]): void {
  const owners = new Map<string, Command>();
  for (const { views, keys, command } of table) {
    for (const place of views.flatMap((view) => keys.map((key) => `${view}\n${key}`))) {
      const owner = owners.get(place);
      if (owner !== undefined && owner !== command) {
        const [view, key] = place.split('\n');
        throw wrong(`${owner} and ${command} share the key ${key} (${view})`, 'Give one of them another key.');
      }
      owners.set(place, command);
    }
  }
}

function wrong(what: string, nextStep: string): UserError {
  return new UserError('keys', `The section keys of config.yaml is wrong: ${what}.`, nextStep, 2);
}
