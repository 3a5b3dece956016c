import type { Vocabulary } from './signal.ts';

/** The commonest statements in German. */
export const GERMAN: Vocabulary = {
  expired: `
    !token|sitzung|session|zugangstoken|schlüssel|anmeldung|zertifikat ... abgelaufen
    !abgelaufen* token|sitzung|schlüssel
    abgelaufen
    !sitzung .. beendet
  `,
  revoked: `
    !widerrufen
    !token|schlüssel|zugang|berechtigung ... entzogen|gesperrt
  `,
  'invalid-credentials': `
    !fehlerhaft*|falsch* zugangsdaten|anmeldedaten|passwort
    !ungültig* [api] token|schlüssel|zugangsdaten|anmeldedaten|passwort|kennwort|benutzername|anmeldeinformationen
    !zugangsdaten|anmeldedaten|anmeldeinformationen|passwort|kennwort|benutzername .... ungültig|falsch|nicht|unbekannt|inkorrekt|fehlerhaft
    !falsch* passwort|kennwort|zugangsdaten|anmeldedaten
    !anmeldung fehlgeschlagen
    !authentifizierung fehlgeschlagen
    !token .. ungültig
  `,
  'missing-credentials': `
    !kein* zugangsdaten|anmeldedaten .... gefunden
    !authentifizierung .... benötigt
    !nicht angemeldet|authentifiziert|eingeloggt
    !anmeldung erforderlich
    !authentifizierung erforderlich
    !bitte .... anmelden|einloggen
    !melden sie sich an
    !kein* [gültig*] token|schlüssel|zugangsdaten|anmeldedaten
    !zugangsdaten|token|schlüssel .... fehlen|fehlt|erforderlich
    !fehlend* token|schlüssel|zugangsdaten|authentifizierung
  `,
  signature: `
    !signatur .... ungültig|falsch|nicht|fehlerhaft
    !ungültig* signatur
  `,
  'step-up': `
    !zwei faktor
    !einmalpasswort
    !einmalcode
    !bestätigungscode
    !erneut anmelden
    !zustimmung .. erforderlich
  `,
  scope: `
    !kein* [ausreichend*] berechtigung|berechtigungen|zugriffsrecht|rechte|zugriff|recht
    !nicht [ausreichend] berechtigt|erlaubt|autorisiert
    !zugriff .... verweigert|verboten|nicht|untersagt
    !fehlend* berechtigung|berechtigungen|rechte|rolle
    !berechtigung .. fehlt|erforderlich
    !nicht die .. rechte|berechtigung
    !unzureichend* rechte|berechtigung|berechtigungen
  `,
  owner: `
    !gehört .... anderen|einem|nicht
    !nicht ihr|der eigene|eigentümer|besitzer
  `,
  ip: `
    !ip adresse .... nicht|gesperrt|blockiert
  `,
  firewall: `
    !anfrage .. blockiert
    !zugriff .. blockiert
  `,
  'not-enabled': `
    !nicht [für] .... freigeschaltet|aktiviert|verfügbar|freigegeben
    !tarif .... nicht|upgrade
    !deaktiviert
  `,
  suspended: `
    !konto|benutzer|benutzerkonto|account|zugang .... gesperrt|deaktiviert|inaktiv|geschlossen
    !e mail .... nicht bestätigt
  `,
  payment: `
    !guthaben .... nicht|aufgebraucht|unzureichend|reicht
    !nicht genügend guthaben
    !zahlung .... fehlgeschlagen|erforderlich|abgelehnt|ausstehend
    !karte .... abgelehnt|abgelaufen
    !unbezahlt* rechnung*
  `,
  legal: `
    !rechtlich* gründ*
    !urheberrecht*
  `,
  'no-route': `
    !seite .... nicht gefunden
    !route|pfad|endpunkt .... nicht gefunden|existiert
    !unbekannt* pfad|route|endpunkt|methode
  `,
  'not-found': `
    !nicht gefunden
    !nicht vorhanden
    !existiert nicht
    !konnte|konnten nicht gefunden
    !wurde|wurden nicht gefunden
    !kein* .. gefunden
    !unbekannt* kunde|bestellung|benutzer|id
  `,
  gone: `
    !wurde [bereits] gelöscht|entfernt
    !gelöscht
    !nicht mehr verfügbar|vorhanden
  `,
  method: `
    !methode .. nicht erlaubt|unterstützt|zulässig
  `,
  version: `
    !version .... nicht mehr|unterstützt
    !veraltet
  `,
  'malformed-json': `
    !ungültig* json
    !json .... ungültig|fehlerhaft|nicht
  `,
  'content-type': `
    !nicht unterstützt* medientyp
    !inhaltstyp .. nicht
    !medientyp .. nicht
  `,
  'too-large': `
    !zu groß
    !überschreitet .... größe
    !dateigröße
  `,
  required: `
    !darf nicht|kein* .. null
    !erhalten undefined|null
    !kein* datei
    !pflichtfeld
    !erforderlich*
    !ist|wird benötigt
    !darf nicht leer
    !dürfen nicht leer
    !muss [angegeben|ausgefüllt] werden
    !muss ausgefüllt|angegeben
    !fehlt
    !fehlen
    !fehlend*
    !nicht angegeben
    !dieses feld .. erforderlich|leer
    bitte .... angeben|ausfüllen|eingeben
  `,
  type: `
    !muss eine ganze|gleitkomma|dezimal zahl
    !muss ein* .. typ|array|objekt|string|boolean
    !erwartet .... erhalten|bekam|erhielt
    !falsch* typ|datentyp
    !gültig* ganzzahl|zahl|uuid
    !muss ein* [gültig*] zahl|ganzzahl|zeichenkette|datum|liste|wahrheitswert|text
    !keine [gültig*] zahl|ganzzahl|zeichenkette|liste
    !kein [gültig*] datum
  `,
  value: `
    !ungültig* option|url|uuid|ip|ipv|mac|pfad|kreditkartennummer|nummer|länge|zeichen
    !ungültig* zahl|string .... muss
    !erwartet eine|einen von
    !bitte .... gültig*|vollständig*|liste|zahl|ziffern [eingeben|auswählen|angeben|hochladen]
    !nicht gültig|verfügbar|korrekt|zulässig
    !stimmt|stimmen nicht .... überein
    !muss .... sein|liegen|enthalten|haben|beginnen|enden|entsprechen|passen|akzeptiert|übereinstimmen|bestehen
    !falsch* länge|format|wert
    !außerhalb .... bereich*|wertebereich*
    !stellen sie sicher dass
    !darf|dürfen höchstens|maximal|nur|nicht .... sein|enthalten|haben|bestehen
    !entspricht nicht
    !zu groß|ähnlich|häufig|einfach|schwach
    !ungültig* wert|e|datum|format|adresse|eingabe|auswahl|angabe
    !muss .... größer|kleiner|mindestens|höchstens|zwischen|nach|vor
    !nicht zulässig*
    !unzulässig*
    !zu kurz|lang|klein
    !kein* gültig*
    !ist ungültig
    !darf nicht .... sein|enthalten|überschreiten|liegen
    ?ungültig
  `,
  'unknown-field': `
    !unerwartet*|zusätzlich*|unbekannt* feld|felder|eigenschaft|eigenschaften|attribut|attribute|schlüssel|werte
    !keine unbekannten|zusätzlichen werte|felder|attribute|eigenschaften
    !unbekannt* feld|parameter|felder|eigenschaft|attribut
  `,
  duplicate: `
    !muss|müssen .... eindeutig
    !bereits vorhanden|vergeben|registriert|verwendet|benutzt|angelegt
    !existiert bereits
    !ist bereits vergeben|vorhanden|registriert
    !schon vorhanden|vergeben
    !doppelt*
  `,
  'version-conflict': `
    !zwischenzeitlich geändert
    !wurde .... geändert
    !inzwischen geändert
    !veraltet* version
  `,
  'invalid-state': `
    !in diesem status|zustand
    !bereits storniert|bezahlt|abgeschlossen|versendet|gekündigt|erstattet
    !kann nicht [mehr] .. storniert|geändert|gelöscht|bearbeitet
    !nicht mehr .. storniert|geändert|möglich
    !ungültig* status|zustand
  `,
  locked: `
    !gesperrt
    !wird [gerade|derzeit] [von] .... bearbeitet|verarbeitet
    !in bearbeitung
  `,
  'rate-limit': `
    !zu viele anfragen|aufrufe|versuche
    !anfragelimit
    !bitte warten
    !versuchen sie .... sekunden|minuten
    !pro minute|sekunde|stunde
  `,
  quota: `
    !kontingent .... erschöpft|überschritten|aufgebraucht
    !tageslimit
    !monatslimit
    !limit .... erreicht|überschritten
    !pro tag|monat
    !maximale anzahl
  `,
  concurrency: `
    !gleichzeitig*
    !parallel*
  `,
  exception: `
    !interner [server] fehler|serverfehler
    !interner serverfehler
    !unerwarteter fehler
    !ein .. fehler ist aufgetreten
    !fehler [ist] aufgetreten
  `,
  maintenance: `
    !wartung
    !wartungsarbeiten
    !wartungsmodus
    !gleich zurück
  `,
  overloaded: `
    !überlastet
    !überlastung
    !vorübergehend nicht verfügbar|erreichbar
    !derzeit nicht verfügbar|erreichbar
    !momentan nicht verfügbar|erreichbar
  `,
  'gateway-timeout': `
    !zeitüberschreitung
    !zeitlimit .. überschritten
  `,
  dependency: `
    !datenbank .... nicht|fehler|verbindung
    !verbindung .... fehlgeschlagen|abgelehnt
    !dienst .... nicht erreichbar
  `,
  storage: `
    !kein* speicherplatz
    !speicherplatz .... nicht|erschöpft
  `,
  'sign-in': `
    !anmelden
    !einloggen
  `,
  csrf: `
    !csrf .... fehlgeschlagen|ungültig|fehlt|abgelaufen
  `,
  'malformed-request': `
    !fehlerhaft*|ungültig* anfrage
  `,
};
