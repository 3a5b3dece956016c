import type { Vocabulary } from './signal.ts';

/** The commonest statements in Dutch. */
export const DUTCH: Vocabulary = {
  expired: `
    !token|sessie|sleutel|certificaat|link|account|inloggegevens ... verlopen
    !is|zijn verlopen
    verlopen
  `,
  revoked: `
    !ingetrokken
  `,
  'invalid-credentials': `
    !ongeldige [api] token|sleutel|inloggegevens|authenticatiegegevens|logingegevens|gebruikersnaam|wachtwoord
    !wachtwoord|inloggegevens|gebruikersnaam|gegevens .... onjuist|ongeldig|incorrect|fout|verkeerd
    !onjuist* wachtwoord|gebruikersnaam|inloggegevens
    !wachtwoord|gebruikersnaam .... niet correct|juist
    !authenticatie|inloggen|aanmelden mislukt
    !token .. ongeldig
    !token .... niet geldig
  `,
  'missing-credentials': `
    !niet ingelogd|aangemeld|geauthenticeerd
    !authenticatie .. vereist|nodig
    !inloggen|aanmelden vereist
    !authenticatiegegevens|inloggegevens|token .... niet opgegeven|gevonden|meegestuurd
    !authenticatiegegevens|inloggegevens .... opgegeven|ontbreken
    !moet|u .. ingelogd|inloggen|aanmelden
  `,
  signature: `
    !handtekening .... ongeldig|onjuist|niet
    !ongeldige handtekening
  `,
  'step-up': `
    !tweestapsverificatie
    !twee factor
    !verificatiecode
  `,
  scope: `
    !geen toestemming|toegang|rechten|bevoegdheid|permissie
    !toegang [is] geweigerd|verboten|ontzegd
    !onvoldoende rechten|bevoegdheden
    !niet geautoriseerd|gemachtigd|bevoegd|gerechtigd
  `,
  owner: `
    !behoort niet|tot
    !niet de eigenaar
  `,
  ip: `
    !ip adres .... geblokkeerd|toegestaan
  `,
  csrf: `
    !csrf .... mislukt|ontbreekt|verlopen|ongeldig
    !ongeldig* csrf
  `,
  'not-enabled': `
    !niet ingeschakeld|geactiveerd
    !uitgeschakeld
  `,
  suspended: `
    !account|gebruiker|profiel .... inactief|geblokkeerd|uitgeschakeld|gedeactiveerd|opgeschort|verwijderd|actief|vergrendeld
    !e mailadres|mail .... bevestigd|geverifieerd
  `,
  payment: `
    !saldo .. onvoldoende|ontoereikend
    !onvoldoende saldo
    !betaling .... mislukt|geweigerd|vereist
    !kaart .... geweigerd|verlopen
  `,
  'no-route': `
    !pagina .... niet gevonden
    !route .... niet gevonden
  `,
  'not-found': `
    !niet gevonden
    !bestaat|bestaan niet
    !kon|kan|konden niet gevonden|vinden
    !geen .. gevonden
  `,
  gone: `
    !is|zijn verwijderd
    !niet meer|langer beschikbaar
  `,
  method: `
    !methode .... niet toegestaan|ondersteund
  `,
  version: `
    !versie .... niet ondersteund
    !ongeldige versie
    !verouderd*
  `,
  'malformed-json': `
    !ongeldige json
    !json .... ongeldig
  `,
  'malformed-request': `
    !ongeldig* samengestelde [request|verzoek]
    !ongeldig* verzoek|aanvraag|request
  `,
  'content-type': `
    !media type .... aanvraag|ondersteund
    !mediatype .. niet
  `,
  'too-large': `
    !bestand|verzoek|afbeelding .... te groot
    !overschrijdt .... grootte
  `,
  required: `
    !is|zijn vereist|verplicht
    !vereist veld
    !verplicht veld
    !verplicht*
    !ontbreekt|ontbreken
    !ontbrekende
    !mag|mogen|kan|kunnen niet leeg|null|blanco|nul
    !moet|moeten [worden] [ingevuld|opgegeven|gedefinieerd|gevuld] worden|ingevuld|opgegeven|gedefinieerd
    !moet [nog] ingevuld
    !is leeg
    !ontving|kreeg undefined|null
    !geen bestand
  `,
  type: `
    !moet een|van [positief] [geheel] getal|nummer|string|tekst|datum|lijst|array|boolean|object|type
    !verwacht* .... ontving|kreeg|gekregen|ontvangen
    !is geen [geldig*] [geheel] getal|nummer|datum|tekst|lijst|tijd
    !ongeldig* type
    !ongeldig* datum|getal|tijd|uuid|datumnotatie
    !geldig* [geheel|decimaal] getal|datum|uuid|json|tijd
  `,
  value: `
    !ongeldig* .. waarde|keuze|adres|invoer|optie|formaat|format|url|notatie|e|emailadres|mac|ip|pad|pagina|lengte|selectie|nummer
    !is [een] ongeldig*
    ongeldig*
    !geen|niet [een] [geldig*|valide|toegestane|beschikbare] keuze|waarde|optie|adres|formaat
    !geen geldig*|valide|toegestan*
    !niet een geldig*
    !is niet geldig|toegestaan|beschikbaar|correct
    !moet|moeten|dient .... groter|kleiner|minder|meer|gelijk|tussen|minstens|minimaal|maximaal|hoogstens|precies|exact|bevatten|hebben|beginnen|eindigen|overeenkomen|even|oneven|na|voor|later|eerder|veelvoud|positief|waar|onwaar|geaccepteerd|een|bestaan|liggen
    !moet een geldig*
    !moet een positief|negatief
    !moet een van de
    !mag|mogen [alleen|niet|maximaal|geen] .. bevatten|zijn|langer|korter|groter|kleiner|liggen|bestaan|overschrijden|een|meer
    !te lang|kort|klein|groot|zwak|laag|hoog|veel|weinig
    !zorg [ervoor] dat
    !voer .... geldig*|getal|lijst|waarde|cijfers in|waarden
    !voer een|alleen
    !selecteer een geldig*
    !upload een geldig*
    !komt|komen niet overeen
    !voldoet niet
    !verkeerd* formaat
    !onjuist* lengte|formaat|waarde
    !staat niet in
    !is gereserveerd
    !buiten .. bereik
  `,
  'unknown-field': `
    !onbekend* veld|velden|parameter|sleutel|key|eigenschap|attribuut
    !extra|onverwacht* velden|veld
    !mag geen [extra|andere] .. eigenschappen|attributen|waarden .... opgegeven
  `,
  duplicate: `
    !bestaat [er] al
    !al in gebruik
    !al gebruikt|geregistreerd|bezet|bekend|aanwezig|verbonden|gekoppeld
    !moet|moeten [een] uniek*
    !dubbele
    !er bestaat al
  `,
  'invalid-state': `
    !al geannuleerd|betaald|afgerond|verzonden|gesloten
    !kan niet [meer] .. geannuleerd|gewijzigd|verwijderd
    !huidige status
  `,
  locked: `
    !wordt momenteel .. verwerkt|bewerkt
    !vergrendeld
  `,
  'rate-limit': `
    !te veel verzoeken|aanvragen|pogingen|requests|mislukte
    !te vaak
    !probeer .... seconden|minuten|opnieuw
    !per seconde|minuut
  `,
  quota: `
    !limiet .... bereikt|overschreden
    !per dag|maand
  `,
  exception: `
    !interne fout|serverfout
    !serverfout
    !onverwachte fout
    !fout opgetreden
  `,
  maintenance: `
    !onderhoud
  `,
  overloaded: `
    !overbelast
    !tijdelijk niet beschikbaar
    !momenteel niet beschikbaar
  `,
  'gateway-timeout': `
    !time out
    !tijdslimiet .... overschreden
  `,
};
