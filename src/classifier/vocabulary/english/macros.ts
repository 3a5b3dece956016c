import type { Macros } from '../phrase.ts';

/** Lists of words that many phrases share. */
export const ENGLISH_MACROS: Macros = {
  cred: 'token|tokens|jwt|jwts|key|keys|apikey|apikeys|apitoken|accesstoken|credential|credentials|session|cookie|certificate|cert|ticket|assertion|grant|secret|login|bearer|pat|otp|passcode|password|passphrase|authtoken|idtoken',
  // What proves the caller and is no word for anything else.
  proof:
    'token|tokens|jwt|jwts|apikey|apikeys|apitoken|accesstoken|credential|credentials|password|passphrase|username|login|secret|bearer|authtoken|idtoken|authkey|accesskey|secretkey|authentication|authorization|authorisation|auth',
  bad: 'invalid|incorrect|wrong|bad|unknown|unrecognized|unrecognised|unacceptable|unverifiable|rejected',
  be: 'is|was|are|were|be|been|being|has|have|had|got',
  must: 'must|should|shall|needs|need|has|have|required|requires',
  thing:
    'resource|object|entity|item|record|document|page|file|user|account|order|customer|invoice|product|project|repository|repo|branch|commit|issue|ticket|message|channel|room|chat|group|team|member|contact|subscription|plan|price|coupon|charge|payment|refund|card|source|transaction|transfer|payout|balance|wallet|address|shipment|event|calendar|task|job|workflow|pipeline|build|run|deployment|release|package|image|container|pod|node|cluster|namespace|instance|server|volume|snapshot|bucket|blob|table|index|collection|database|schema|row|model|template|dataset|report|dashboard|device|site|store|shop|tenant|organization|organisation|org|company|workspace|space|board|list|folder|drive|media|photo|video|post|comment|tweet|thread|topic|queue|stream|function|secret|policy|role|permission|certificate|domain|zone|application|app|client|integration|webhook|hook|connection|environment|region|location|category|tag|label|article|book|course|student|employee|lead|deal|opportunity|campaign|segment|audience|survey|entry|reservation|booking|seat|flight|hotel|vehicle|driver|profile|configuration|setting|rule|version|revision|id|ids|identifier|uuid|element|component|asset|service|listing|vendor|supplier|quote|contract|agreement|envelope|session|conversation|participant|recipient|subscriber|mailbox|recording|todo|note|notification|alert|incident|monitor|metric|query|draft|ref|reference|tree|fork|gist|pull|merge|milestone|runner|artifact|variable|sheet|spreadsheet|worksheet|presentation|slide|attachment|chunk|upload|batch|export|import|process|operation|request|symbol|warehouse|sku|carrier|currency|bank|iban|beneficiary|webinar|meeting|sender|license|term|language',
};
