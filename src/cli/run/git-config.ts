/**
 * `http.proxy` for git, behind what `GIT_CONFIG_COUNT` configures so far (git 2.31 and later): the person's own
 * `http.proxy` would win over every proxy variable.
 */
export function gitVariables(proxyUrl: string, base: NodeJS.ProcessEnv): Record<string, string> {
  const count = /^\d{1,4}$/.test(base.GIT_CONFIG_COUNT ?? '') ? Number(base.GIT_CONFIG_COUNT) : 0;
  // Ours of an outer `httpwhy run` is replaced.
  const place = base.HTTPWHY_ACTIVE && base[`GIT_CONFIG_KEY_${count - 1}`] === 'http.proxy' ? count - 1 : count;
  return {
    GIT_CONFIG_COUNT: String(place + 1),
    [`GIT_CONFIG_KEY_${place}`]: 'http.proxy',
    [`GIT_CONFIG_VALUE_${place}`]: proxyUrl,
  };
}
