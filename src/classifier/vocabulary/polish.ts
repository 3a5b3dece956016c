import type { Vocabulary } from './signal.ts';

/** The commonest statements in Polish. */
export const POLISH: Vocabulary = {
  expired: `
    !token|sesja|klucz|certyfikat|link|konto|ważność .... wygas*|przedawn*
    !wygasł*
    !utracił* ważność
  `,
  revoked: `
    !unieważnion*
    !cofnięt*
  `,
  'invalid-credentials': `
    !niepoprawn*|nieprawidłow*|błędn* .. token|klucz|hasło|login|nazwa|uwierzytelniając*|logowania|poświadczenia
    !dane uwierzytelniające .... niepoprawn*|nieprawidłow*|błędn*
    !hasło|login|token .... niepoprawn*|nieprawidłow*|błędn*
    !nie są poprawne
    !uwierzytelnianie|logowanie .... powiodło
    !token .... nieważny
  `,
  'missing-credentials': `
    !nie podano|dostarczono .. uwierzytelniając*|tokenu|tokena|klucza
    !wymagane [jest] zalogowanie|uwierzytelnienie|logowanie
    !nie jesteś zalogowan*
    !musisz .. zalogowan*|zalogować
    !brak tokenu|tokena|klucza|danych
  `,
  signature: `
    !podpis .... nieprawidłow*|niepoprawn*|błędn*
    !nieprawidłow*|niepoprawn* podpis
  `,
  'step-up': `
    !dwuskładnikow*
    !kod weryfikacyjny
  `,
  scope: `
    !brak uprawnień|dostępu
    !nie masz|posiadasz|ma .. uprawnień|dostępu|pozwolenia
    !odmowa dostępu
    !dostęp zabroniony
    !dostęp .. zabroniony|wzbroniony
    !niewystarczając* uprawnienia|uprawnień
  `,
  owner: `
    !nie należy do
  `,
  ip: `
    !adres ip .... zablokowany|dozwolony
  `,
  csrf: `
    !csrf .... powiodł*|brak|niepoprawn*|nieprawidłow*|wygas*
    !token* csrf
  `,
  'not-enabled': `
    !nie jest włączon*|aktywn*
  `,
  suspended: `
    !konto|użytkownik .... nieaktywn*|zablokowan*|wyłączon*|zawieszon*|usunięt*
    !konto .... potwierdzon*|zweryfikowan*
  `,
  payment: `
    !niewystarczając* środki|saldo|środków
    !płatność .... odrzucona|wymagana|nieudana
    !karta .... odrzucona
  `,
  'no-route': `
    !strona .... znaleziona|istnieje
  `,
  'not-found': `
    !nie znaleziono|odnaleziono
    !nie został* znalezion*
    !nie istnieje|istnieją
  `,
  gone: `
    !został* usunięt*
    !nie jest już dostępn*
  `,
  method: `
    !metoda .... niedozwolon*|dozwolon*|obsługiwan*
    !niedozwolon* metoda
  `,
  version: `
    !wersja .... obsługiwan*
    !niepoprawn*|błędn*|nieprawidłow* wersja
  `,
  'malformed-json': `
    !niepoprawn*|nieprawidłow*|błędn* json
  `,
  'malformed-request': `
    !zniekształcon* żądanie
    !nieprawidłow*|niepoprawn*|błędn* żądanie
  `,
  'content-type': `
    !typu danych .... [żądania]
    !nieobsługiwan* typ
  `,
  accept: `
    !nagłówka accept
  `,
  'too-large': `
    !plik|żądanie|obraz .... duży|duże|przekracza
    !przekracza .. rozmiar
    !maksymalny rozmiar
  `,
  required: `
    !jest|są wymagan*|obowiązkow*
    !pole wymagane
    !pole obowiązkowe
    !wymagane pole
    !wymagan*
    !nie może|mogą być .. pust*|null|nullem
    !nie może mieć wartości null
    !nie powinno|powinna|powinien być pust*|null
    !jest pust*
    !brakuje
    !brak pliku|pola|wartości|parametru|wymaganego|wymaganej
    !musi|muszą być podan*|wypełnion*|uzupełnion*|obecn*|zdefiniowan*
    !należy zdefiniować|podać|wypełnić
    !nie przesłano|wysłano [żadnego] pliku
    !otrzymano undefined|null
  `,
  type: `
    !musi|powin* być liczbą|datą|tekstem|tablicą|listą|typem|typu|ciągiem|obiektem|wartością [całkowitą]
    !oczekiwan* .... otrzyman*
    !nie jest [prawidłow*|poprawn*] liczbą|datą|listą|tekstem|uuid
    !błędny|nieprawidłowy|niepoprawny typ
    !błędn*|nieprawidłow*|niepoprawn* data|datę|datą|liczba|czas|format|uuid
    !poprawn*|prawidłow* liczb*|dat*|uuid|json|czas
  `,
  value: `
    !niepoprawn*|nieprawidłow*|błędn*|niewłaściw*|niedozwolon* wartość|wartości|adres|wybór|opcja|url|dane|wejście|długość|długości|strona|ścieżka|pole|numer|ciąg|e|klucz|hyperlink|wejściowe
    !nie jest .. poprawn*|prawidłow*|dozwolon*|dostępn*|właściw*|ważn*
    niepoprawn*|nieprawidłow*
    !jest niepoprawn*|nieprawidłow*
    !musi|muszą|powin* być .... większ*|mniejsz*|równ*|najmniej|najwyżej|dokładnie|między|pomiędzy|przynajmniej|wielokrotnością|późnie*|wcześnie*|parzyst*|nieparzyst*|dodatni*|ujemn*|prawd*|fałsz*|poprawn*|prawidłow*|ważn*|jedn*|mał*|wielk*|przyszłości|przeszłości|zaakceptowan*
    !musi|muszą|powin* zawierać|mieć|pasować|zaczynać|kończyć|dopasować|odpowiadać|składać|wynosić|mieścić
    !nie może|mogą|powin* być|zawierać|mieć|przekraczać|składać
    !za|zbyt dług*|krótk*|duż*|mał*|prost*|popularn*|powszechn*|podobn*
    !upewnij się że
    !wprowadź|podaj|wpisz|wybierz|prześlij|wpisać .... poprawn*|prawidłow*|liczbę|listę|wartość|całkowitą|jedynie|tylko|pełną
    !nie pasuje|zgadza|zgadzają|odpowiada
    !nie znajduje się na liście
    !zły|złym|niewłaściw* format
    !poza zakresem
    !oczekiwano jednej z
    !jest zarezerwowan*
  `,
  'unknown-field': `
    !nieznan*|nierozpoznan*|nieoczekiwan* pole|pola|parametr|klucz|klucze|atrybut|właściwość
    !dodatkow* pola|pól|właściwości|kluczy|atrybut*
    !nie może mieć kluczy
  `,
  duplicate: `
    !już [jest] istnieje|zajęt*|użyt*|zarejestrowan*|używan*|przypisan*|powiązan*
    !istnieje już
    !jest już
    !musi|muszą .. unikaln*|unikatow*
    !zduplikowan*
    !duplikat*
  `,
  'invalid-state': `
    !już anulowan*|opłacon*|zakończon*|zamknięt*|zwrócon*|wysłan*
    !nie można anulować|zmienić|usunąć|edytować
  `,
  locked: `
    !w trakcie przetwarzania
  `,
  'rate-limit': `
    !zbyt|za wiele|dużo|dużą żądań|prób|zapytań|nieudanych|liczbę
    !spróbuj .... sekund*|minut*|później
    !na sekundę|minutę
  `,
  quota: `
    !limit .... przekroczon*|osiągnięt*|wyczerpan*
    !przekroczono .. limit
  `,
  exception: `
    !wewnętrzny błąd
    !błąd serwera|wewnętrzny
    !wystąpił [nieoczekiwany] błąd
    !nieoczekiwany błąd
  `,
  maintenance: `
    !przerwa techniczna
    !prace serwisowe|konserwacyjne
  `,
  overloaded: `
    !przeciążon*
    !tymczasowo|chwilowo niedostępn*
    !usługa .. niedostępna
  `,
  'gateway-timeout': `
    !limit czasu
    !przekroczono .. czas
  `,
};
