import type { ErrorReport } from './error-report/report.ts';
import { exceptionIn, withoutEntities } from './error-report/words.ts';
import type { MessageFacts } from './message.ts';

/** An exception that an answer shows, and where in the server's own code it was thrown. */
export interface StackTrace {
  /** `TypeError`, `java.lang.NullPointerException`; undefined where only frames are shown. */
  readonly exception: string | undefined;
  /** The first frame that is neither of a library nor of the runtime: `/app/src/orders.js:41`. */
  readonly frame: string | undefined;
  readonly where: string;
  readonly what: string;
}

const SEARCHED_CHARACTERS = 48 * 1024;
const MOST_FRAMES = 60;

interface Dialect {
  /** Without it the body has no frame of this dialect. */
  readonly sign: string;
  /** One frame; the first group is its place, the second its line. */
  readonly frame: RegExp;
  /** Frames of libraries and of the runtime. */
  readonly foreign: RegExp;
  /** Tracebacks of Python name the innermost call last. */
  readonly isInnermostLast?: boolean;
}

const DIALECTS: readonly Dialect[] = [
  {
    sign: ' at ',
    frame:
      /\bat (?:async )?(?:[\w$.<>[\] ]{1,100} \()?((?:file:\/\/)?(?:[A-Za-z]:)?[\w./\\@-]{1,200}\.(?:[cm]?[jt]sx?)):(\d{1,7}):\d{1,7}\)?/g,
    foreign: /node_modules|node:|internal\/|^internal|\/usr\/lib|\/usr\/local\/lib/,
  },
  {
    sign: '.java:',
    frame: /\bat ([\w$.]{1,200})\([\w$]{1,80}\.(?:java|kt|scala|groovy):(\d{1,7})\)/g,
    foreign:
      /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|akka|org\.(?:springframework|apache|hibernate|eclipse|jboss|glassfish|codehaus|postgresql|junit)|io\.(?:netty|micronaut|quarkus|undertow|vertx|grpc|ktor|reactivex)|reactor|com\.(?:fasterxml|zaxxer|google|mysql|amazonaws)|play|feign|okhttp3)\./,
  },
  {
    sign: '.kt:',
    frame: /\bat ([\w$.]{1,200})\([\w$]{1,80}\.kt:(\d{1,7})\)/g,
    foreign: /^(?:java|javax|kotlin|kotlinx|io|org)\./,
  },
  {
    sign: 'File "',
    frame: /File "([^"\n]{1,300}\.py)", line (\d{1,7})/g,
    foreign: /site-packages|dist-packages|\/lib\/python|\/lib64\/python|<frozen/,
    isInnermostLast: true,
  },
  {
    sign: '.rb:',
    frame: /((?:[A-Za-z]:)?[\w./@-]{1,200}\.rb):(\d{1,7}):in\b/g,
    foreign:
      /\/gems\/|\/ruby\/|\/rubygems\/|^(?:action|active|rack|puma|railties|rails)\w*[ (-]|\/(?:actionpack|activerecord|activesupport|rack|puma|railties)/,
  },
  {
    sign: '.php',
    frame:
      /((?:[A-Za-z]:)?[\w./\\-]{1,200}\.php)(?:\((\d{1,7})\)|:(\d{1,7})\b|"?,\s{0,4}"line":\s{0,4}(\d{1,7})|(?:<\/b>)? on line (?:<b>)?(\d{1,7}))/g,
    foreign: /[/\\]vendor[/\\]/,
  },
  {
    sign: '.cs:',
    frame: /\bat ([\w.<>`+[\],]{1,200})\([^()\n]{0,300}\) in [^\n]{1,200}\.cs:line (\d{1,7})/g,
    foreign: /^(?:System|Microsoft|Npgsql|Newtonsoft)\./,
  },
  {
    sign: '.go:',
    frame: /([\w./@-]{1,200}\.go):(\d{1,7})\b/g,
    foreign: /\/usr\/local\/go|\/go\/pkg\/mod|\/src\/runtime\/|\/src\/net\/http|\/opt\/hostedtoolcache/,
  },
  {
    sign: '.ex',
    frame: /((?:lib|web|apps|test)\/[\w./-]{1,200}\.exs?):(\d{1,7}): /g,
    foreign: /\/deps\/|lib\/(?:plug|phoenix|ecto|elixir|cowboy)\//,
  },
  { sign: '.rs:', frame: /((?:src|crates|app)[\w./-]{1,200}\.rs):(\d{1,7})/g, foreign: /\/\.cargo\/|\/rustc\// },
];

/**
 * The stack trace that the body of an error shows, in whatever language; an exception that is only named counts where the report
 * gives its class. Undefined where neither is there.
 */
export function stackTrace(response: MessageFacts, report: ErrorReport | undefined): StackTrace | undefined {
  const raw = (response.body()?.text ?? '').slice(0, SEARCHED_CHARACTERS);
  if (raw === '') return undefined;
  const named = exceptionOf(report);
  const text = plain(raw);
  const frames = framesIn(text);
  if (frames === undefined) {
    return named === undefined
      ? undefined
      : { exception: named, frame: undefined, where: report!.codeWhere, what: named };
  }
  const exception =
    named ??
    /(?:^|[\s"'>#<(:])((?:[A-Za-z_$][\w$]{0,60}(?:\.|::|\\)){0,12}[A-Z][\w$]{1,80}(?:Error|Exception))\b/.exec(
      text.slice(0, 4096),
    )?.[1];
  return {
    exception,
    frame: frames.own,
    where: 'response.body',
    what: [exception, frames.own ?? frames.first].filter((part) => part !== undefined).join(' at '),
  };
}

function exceptionOf(report: ErrorReport | undefined): string | undefined {
  if (report === undefined) return undefined;
  for (const text of [report.type, report.code, report.message]) {
    const exception = text === undefined ? undefined : exceptionIn(text);
    // `InternalServerErrorException`, `ServiceException` are a provider's words for its statuses.
    if (
      exception !== undefined &&
      !/^(?:OAuth|Graph|Api|API|Http|Web|Rest)\w{0,14}Exception$|^(?:internal|service|server|http|api|generic|unknown|application|system|base)?(?:server)?(?:error|exception|fault|errorexception|failure)*$/i.test(
        exception,
      )
    )
      return exception;
  }
  return undefined;
}

/** JSON escapes line breaks and quotes, HTML its angle brackets. */
function plain(text: string): string {
  const unescaped =
    text.includes('\\n') || text.includes('\\"')
      ? text.replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll('\\t', ' ').replaceAll('\\/', '/')
      : text;
  return unescaped.includes('&') ? withoutEntities(unescaped.replaceAll('&nbsp;', ' ')) : unescaped;
}

function framesIn(text: string): { readonly own: string | undefined; readonly first: string } | undefined {
  for (const { sign, frame, foreign, isInnermostLast } of DIALECTS) {
    if (!text.includes(sign) && !(sign === ' at ' && /\bat \S/.test(text.slice(0, 2000)))) continue;
    const places: string[] = [];
    for (const match of text.matchAll(frame)) {
      const line = match.slice(2).find((group) => group !== undefined);
      places.push(`${match[1]!.replace(/^file:\/\//, '')}:${line}`);
      if (places.length === MOST_FRAMES) break;
    }
    if (places.length === 0) continue;
    const ordered = isInnermostLast === true ? places.reverse() : places;
    return { own: ordered.find((place) => !foreign.test(place)), first: ordered[0]! };
  }
  return undefined;
}
