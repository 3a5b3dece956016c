/** The function's result, computed at the first call and kept. One that throws throws again at each call. */
export function memo<Value>(compute: () => Value): () => Value {
  let result: { readonly value: Value } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
