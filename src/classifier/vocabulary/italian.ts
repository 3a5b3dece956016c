import type { Vocabulary } from './signal.ts';

/** The commonest statements in Italian. */
export const ITALIAN: Vocabulary = {
  expired: `
    !token|sessione|chiave|certificato|link|credenziali|account ... scadut*
    !sessione|token scadut*
    !è|sono scadut*
    scadut*
  `,
  revoked: `
    !token|chiave|accesso ... revocato|revocata
    !revocato|revocata|revocati|revocate
  `,
  'invalid-credentials': `
    !credenziali .... errate|incorrette|invalide|valide|sbagliate
    !nome utente .. password .... [validi|corretti|errati|non]
    !password|username|utente .... errat*|sbagliat*|incorrett*
    !password|credenziali non valid*|corrett*
    !token|chiave .... non [è] valid*
    !autenticazione|accesso|login .... fallit*|riuscit*
  `,
  'missing-credentials': `
    !autenticazione .... richiesta|necessaria|obbligatoria
    !non [sei|è|sono] autenticat*
    !credenziali .... fornite|mancanti|inserite|immesse
    !effettua|effettuare|eseguire|eseguì [il] login|accesso
    !devi .. accedere|autenticarti
    !token|chiave .... mancante|richiest*|fornit*
  `,
  signature: `
    !firma .... non|errata|invalida
  `,
  'step-up': `
    !due fattori
    !codice di verifica
    !codice monouso
  `,
  scope: `
    !accesso negato|vietato|proibito|rifiutato
    !non hai|dispone|dispongono|ha .... permess*|autorizzazione|autorizzazioni|privilegi|diritti
    !permess*|autorizzazioni|privilegi .... insufficient*|negat*|mancant*
    !non [sei|è] autorizzat*
  `,
  owner: `
    !non appartiene
    !appartiene a|ad un altro
  `,
  ip: `
    !indirizzo ip .... bloccato|autorizzato
  `,
  csrf: `
    !csrf .... fallit*|mancant*|scadut*|non|invalid*
    !token csrf
  `,
  'not-enabled': `
    !non [è] abilitat*|attivat*
    !disabilitat*
  `,
  suspended: `
    !account|utente|profilo .... sospes*|disabilitat*|bloccat*|inattiv*|disattivat*|eliminat*|chius*
    !account|email .... verificat*|confermat*
  `,
  payment: `
    !saldo|fondi|credito insufficient*
    !pagamento .... rifiutato|richiesto|fallito|negato
    !carta .... rifiutata|scaduta
  `,
  'no-route': `
    !pagina .... trovata|esiste
    !percorso|rotta .... trovat*|esiste
  `,
  'not-found': `
    !non [è|sono] [stato|stata|stati] trovat*
    !non esiste|esistono
    !nessun* .... trovat*|corrispond*
    !inesistent*
  `,
  gone: `
    !è stato|stata eliminat*|rimoss*|cancellat*
    !non è più disponibile
  `,
  method: `
    !metodo .... non [è] consentit*|permess*|supportat*
  `,
  version: `
    !versione .... non|obsoleta [più] supportat*|valida
    !obsoleto|obsoleta
  `,
  'malformed-json': `
    !json .... non valido|malformato
  `,
  'malformed-request': `
    !richiesta malformat*
    !richiesta non valida
  `,
  'content-type': `
    !tipo .. media|contenuto .... support*
  `,
  accept: `
    !accept .... richiesta
  `,
  'too-large': `
    !file|immagine|richiesta|corpo .... troppo grande
    !supera .... dimensione
    !dimensione massima
  `,
  required: `
    !campo .... obbligatorio|richiesto|mancante
    !obbligatori*
    !è richiest*|necessari*
    !campo|parametro richiesto
    !manca|mancano|mancante|mancanti
    !non può|possono essere .. vuot*|null*|omess*|bianco
    !non deve|devono essere .. vuot*|null*|bianco|blank
    !deve essere presente|compilat*|specificat*|fornit*|definit*|valorizzat*
    !è vuot*
    !ricevuto undefined|null
    !non è stato inviato .. file
    !nessun file
  `,
  type: `
    !deve essere un|una|di [numero|valore] numero|intero|stringa|data|lista|array|booleano|oggetto|tipo|true|decimale
    !attes*|attendeva .... ricevut*
    !tipo .. corretto|errato|valido
    !non è un|una [valore] numero|intero|stringa|lista|data|decimale
    !numero|intero|data|uuid|orario|decimale valid*
  `,
  value: `
    !non [è|sono] [un|una|uno|tra|fra] .. valid*|corrett*|ammess*|disponibil*
    !non valid*
    !non è|sono [un|una] .. tra|fra|incluso|inclusa|disponibile
    !valore|formato|input .... non|errat*|invalid* [valid*]
    !formato errato|sbagliato
    !deve|devono essere .. maggior*|minor*|superior*|inferior*|ugual*|compres*|tra|almeno|esattamente|meno|al|più|dispari|pari|nel|nella|successiv*|precedent*|multiplo|vero|falso|accettat*|positiv*|negativ*|uno|valid*|minuscol*|maiuscol*
    !deve essere un numero positivo|negativo|intero
    !deve essere un|una stringa minuscola|maiuscola
    !deve|devono avere|contenere|corrispondere|iniziare|terminare|rispettare|abbinare|consistere
    !non deve|può|possono essere|avere|contenere|superare|consistere
    !troppo lung*|cort*|piccol*|brev*|comune|debole|simile|grand*
    !lunghezza .... sbagliata|errata|massima|minima|superiore|inferiore
    !assicurati che .... valore|campo|numero|nome|cifre|caratteri|siano
    !inserisci|immetti|inserire|immettere|scegli|selezionare|seleziona|scegliere|invia|inviare .... valid*|corrett*|intero|numero|elenco|solo
    !non corrispond*|coincid*|combacian*
    !è riservat*
    !attes* uno tra
    ?invalid*
  `,
  'unknown-field': `
    !campo|campi|parametro|parametri|chiave|chiavi|proprietà|attributo .... sconosciut*|riconosciut*|inattes*|imprevist*
    !proprietà|campi|attributi aggiuntiv*|extra
    !chiavi|tasti non specificat*
  `,
  duplicate: `
    !esiste già
    !già [stato|stata|è] esistente|registrat*|utilizzat*|usat*|associat*|pres*|in|presente
    !già in uso
    !deve|devono essere unic*|univoc*
    !insieme unico
    !duplicato|duplicata|duplicati
  `,
  'version-conflict': `
    !è stato modificato .. [da]
  `,
  'invalid-state': `
    !già [stato|stata] annullat*|pagat*|rimborsat*|completat*|chius*|spedit*|confermat*
    !non può [più] essere annullat*|modificat*|eliminat*
    !stato .. non valido|corrente
  `,
  locked: `
    !in elaborazione
    !bloccato da
  `,
  'rate-limit': `
    !troppe richieste|chiamate
    !troppi tentativi
    !riprova|riprovare|riprovi .... secondi|minuti|tardi
    !al secondo|minuto
  `,
  quota: `
    !quota .... superata|esaurita
    !limite .... raggiunto|superato|giornaliero|mensile
  `,
  concurrency: `
    !simultaneo|simultanea|simultanee|contemporaneamente
  `,
  exception: `
    !errore interno|inatteso|imprevisto
    !errore del|nel server
    !si è verificato un errore
  `,
  maintenance: `
    !manutenzione
  `,
  overloaded: `
    !sovraccaric*
    !temporaneamente|momentaneamente .. disponibile
    !servizio non disponibile
  `,
  'gateway-timeout': `
    !tempo .... scaduto|esaurito
  `,
};
