import type { MessageFacts } from './message.ts';

/** What kind of page came where something else was asked for. */
export type PageKind = 'sign-in' | 'application' | 'notice' | 'page';

export interface Page {
  readonly kind: PageKind;
  /** Its title, on one line; empty where it has none. */
  readonly title: string;
}

const SEARCHED_CHARACTERS = 16 * 1024;

const PASSWORD_FIELD = /<input\b[^>]{0,300}\btype\s?=\s?["']?password\b/i;
const SIGN_IN_TITLE =
  /\b(?:sign|log)(?:ging|ing)?[ -]?(?:in|on)\b|\blogin\b|\bsso\b|\bsingle sign|\bauthenticat|\banmeld|\beinloggen\b|\bconnexion\b|\bse connecter\b|\biniciar sesi|\binicio de sesi|\bentrar\b|\baccedi\b|\blogga in\b|ログイン|サインイン|登录|登錄|로그인/i;
const SIGN_IN_FORM =
  /<form\b[^>]{0,300}\baction\s?=\s?["']?[^"'>]{0,200}(?:log-?in|sign-?in|session|auth)|name\s?=\s?["']?(?:SAMLRequest|SAMLResponse|os_username|identifier)\b/i;
/** An element that a script fills, and hardly anything else. */
const APPLICATION =
  /<(?:div|main|app|app-root|body)\b[^>]{0,100}\bid\s?=\s?["']?(?:root|app|__next|__nuxt|svelte|q-app|app-root|main-app|react-root|ember-app|gatsby|___gatsby)["'\s>]|<app-root\b|you need to enable javascript to run this app|<script\b[^>]{0,200}\btype\s?=\s?["']?module\b[^>]{0,200}\bsrc=/i;
const NOTICE =
  /captive|hotspot|wi-?fi|blocked|access denied|web ?filter|proxy (?:error|notice)|maintenance|under construction|just a moment|attention required|request rejected|firewall|ngrok|browser warning/i;

/** The page in a response, or undefined where it is none. */
export function readPage(response: MessageFacts): Page | undefined {
  const type = (response.header('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  const isHtmlType = type === 'text/html' || type === 'application/xhtml+xml';
  const text = (response.body()?.text ?? '').slice(0, SEARCHED_CHARACTERS);
  const isHtmlText = /^\s{0,200}(?:<!--[^>]{0,500}-->\s{0,20})?<(?:!doctype html|html|head|body)\b/i.test(text);
  if (!isHtmlType && !isHtmlText) return undefined;
  // Some servers send JSON as text/html.
  if (isHtmlType && text !== '' && !/^[\s\ufeff]{0,200}</.test(text)) return undefined;
  const title = (/<title\b[^>]{0,100}>([^<]{0,300})/i.exec(text)?.[1] ?? '').replace(/\s+/g, ' ').trim();
  return { kind: kindOf(text, title), title };
}

function kindOf(text: string, title: string): PageKind {
  if (PASSWORD_FIELD.test(text) || SIGN_IN_TITLE.test(title) || SIGN_IN_FORM.test(text)) return 'sign-in';
  if (NOTICE.test(title)) return 'notice';
  if (APPLICATION.test(text)) return 'application';
  return 'page';
}
