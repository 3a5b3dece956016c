/** A condition in SQL with the values to bind to its question marks. */
export interface SqlCondition {
  readonly sql: string;
  readonly values: readonly string[];
}

const SEARCHED_COLUMNS = ['url', 'method', 'cast(status as text)', 'cause', 'summary'];

/** Words that all must occur in method, URL, status, cause or summary, without regard to (ASCII) case. */
export function wordFilter(text: string): SqlCondition {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { sql: 'true', values: [] };
  const oneWord = `(${SEARCHED_COLUMNS.map((column) => `${column} like ? escape '\\'`).join(' or ')})`;
  return {
    sql: words.map(() => oneWord).join(' and '),
    values: words.flatMap((word) => SEARCHED_COLUMNS.map(() => `%${word.replace(/[\\%_]/g, '\\$&')}%`)),
  };
}
