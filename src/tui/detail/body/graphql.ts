import { safeText } from '../../cells.ts';
import { span } from '../../line.ts';
import { GAP, heading, type Row, rowsOf } from '../rows.ts';
import { layOutJson } from './json.ts';
import { indexJson, nodeAt, unquoted } from './json-index.ts';
import { after, type LaidOut, type Look, stacked } from './laid-out.ts';
import { layOutText } from './text.ts';

const DOCUMENT = /^(?:\s|#[^\n]*\n|,)*(?:\{|(?:query|mutation|subscription|fragment)\b)/;
const OPERATION = /(?:^|[\s}])(query|mutation|subscription)\s*([A-Za-z_]\w*)?/;

export interface GraphqlRequest {
  readonly query: string;
  /** `mutation AddToCart` */
  readonly operation: string;
}

/** The document in the JSON body of a GraphQL request; undefined for everything else. */
export function graphqlRequest(text: string): GraphqlRequest | undefined {
  if (!/^\s*\{/.test(text) || !text.includes('"query"')) return undefined;
  const index = indexJson(text);
  const at = index === undefined ? undefined : nodeAt(index, '/query');
  const node = at === undefined ? undefined : index!.nodes[at];
  if (index === undefined || node?.kind !== 'string') return undefined;
  const query = unquoted(text.slice(node.start, node.end));
  if (!DOCUMENT.test(query)) return undefined;
  const named = nodeAt(index, '/operationName');
  const nameNode = named === undefined ? undefined : index.nodes[named];
  const given = nameNode?.kind === 'string' ? unquoted(text.slice(nameNode.start, nameNode.end)) : undefined;
  const [, kind = 'query', name = ''] = OPERATION.exec(query) ?? [];
  return { query, operation: `${kind} ${given ?? name}`.trim() };
}

/** The document with its own lines, and then the body as it is, where the variables stand. */
export function layOutGraphql({ query, operation }: GraphqlRequest, text: string, look: Look): LaidOut | undefined {
  const json = layOutJson(text, look);
  if (json === undefined) return undefined;
  const title: Row = {
    line: [span('graphql  ', 'dim'), span(safeText(operation.slice(0, 200)), 'strong')],
    hang: 9,
    wrap: 'words',
  };
  const document = { ...layOutText(query, look), find: () => undefined };
  return stacked([after(rowsOf([title, GAP]), document), after(rowsOf([GAP, heading('as JSON')]), json)]);
}
