import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../src/classifier/vocabulary/signal.ts';
import { understand } from '../../../src/classifier/vocabulary/vocabulary.ts';

const says = (text: string) =>
  understand([{ kind: 'message', text, where: 'response.body#/message' }])
    .filter(({ weight }) => weight > 1)
    .map(({ signal }) => signal);

/** What validators and sign-in libraries write by default, and beside it words that come near and say something else. */
const STATEMENTS: readonly [language: string, signal: Signal, hit: string, nearMiss: string][] = [
  ['Italian', 'required', 'Questo campo è obbligatorio.', 'Campo facoltativo'],
  ['Italian', 'required', 'Il campo non può essere vuoto', 'Il campo contiene un testo'],
  ['Italian', 'type', 'Input non valido: atteso numero, ricevuto stringa', 'Numero inatteso di righe'],
  ['Italian', 'value', "Assicurati che il valore dell'indice sia maggiore di 3", 'Il valore è stato salvato'],
  ['Italian', 'duplicate', "L'indirizzo è già in uso", 'In uso da ieri'],
  ['Italian', 'invalid-credentials', 'Nome utente/password non validi', 'La password è stata cambiata'],
  ['Italian', 'suspended', 'Utente inattivo o eliminato.', 'Utente creato'],
  ['Dutch', 'required', 'Dit veld mag niet leeg zijn.', 'Dit veld is optioneel'],
  ['Dutch', 'type', 'Ongeldige invoer: verwacht getal, ontving string', 'Een getal is opgeslagen'],
  ['Dutch', 'value', 'Voer een geldig e-mailadres in.', 'Uw e-mailadres is gewijzigd'],
  ['Dutch', 'duplicate', 'E-mail is al in gebruik', 'E-mail is niet in gebruik'],
  ['Dutch', 'missing-credentials', 'Authenticatiegegevens zijn niet opgegeven.', 'Welkom terug'],
  ['Dutch', 'scope', 'Je hebt geen toestemming om deze actie uit te voeren.', 'Met toestemming van de klant'],
  ['Polish', 'required', 'To pole nie może być puste.', 'To pole zostało zapisane'],
  ['Polish', 'type', 'Oczekiwano słownika, ale otrzymano "str".', 'Oczekiwano na odpowiedź'],
  ['Polish', 'value', 'Upewnij się, że pole ma co najmniej 8 znaków.', 'Zapisano 8 znaków'],
  ['Polish', 'duplicate', 'Adres jest już zajęty', 'Adres jest wolny'],
  ['Polish', 'not-found', 'Nie znaleziono.', 'Znaleziono 3 wyniki'],
  ['Russian', 'required', 'Это поле обязательно.', 'Это поле не обязательно.'],
  ['Russian', 'type', 'Неверный ввод: ожидалось число, получено string', 'Число строк: 3'],
  ['Russian', 'value', 'Email имеет неверное значение', 'Значение сохранено'],
  ['Russian', 'duplicate', 'Email уже существует', 'Email сохранён'],
  ['Russian', 'invalid-credentials', 'Недопустимые имя пользователя или пароль.', 'Пароль изменён'],
  ['Russian', 'rate-limit', 'Слишком много запросов', 'Много запросов обработано'],
  ['Turkish', 'required', 'Bu alan boş bırakılmamalı.', 'Bu alan isteğe bağlıdır'],
  ['Turkish', 'value', 'İlk ad çok uzun (en fazla 50 karakter)', '50 karakter kaydedildi'],
  ['Turkish', 'malformed-request', 'Bozuk İstek.', 'İstek alındı'],
  ['Turkish', 'duplicate', 'E-posta hali hazırda kullanılmakta', 'E-posta kaydedildi'],
  ['German', 'value', 'E-Mail stimmt nicht mit der Bestätigung überein', 'Die Angaben stimmen überein'],
  ['German', 'type', 'Ungültige Eingabe: erwartet Zahl, erhalten string', 'Zahlung erhalten'],
  ['German', 'unknown-field', 'Unbekannter Schlüssel: "b"', 'Der Schlüssel wurde gespeichert'],
  ['French', 'type', 'Entrée invalide : nombre attendu, chaîne reçue', 'Nombre de lignes : 3'],
  ['French', 'value', "Email n'est pas inclus(e) dans la liste", 'La liste est incluse'],
  ['Spanish', 'value', 'Correo no coincide con la confirmación', 'La confirmación coincide'],
  ['Spanish', 'type', 'Entrada inválida: se esperaba número, recibido texto', 'Texto recibido'],
  ['Portuguese', 'value', 'Email tem de ser maior do que 50', 'O email é maior'],
  ['Portuguese', 'required', 'Email não pode estar em branco', 'Uma linha em branco'],
  ['Japanese', 'value', '有効なURLを入力してください。', '保存しました。'],
  ['Japanese', 'csrf', 'CSRF検証に失敗したため、リクエストは中断されました。', '検証しました。'],
  ['Chinese', 'value', '电子邮件过短（最短为 50 个字符）', '电子邮件已保存'],
  ['Chinese', 'required', '电子邮件不能留空', '电子邮件已保存'],
  ['Korean', 'required', '이 필드는 필수 항목입니다.', '저장되었습니다.'],
  ['Korean', 'type', '잘못된 입력: 예상 타입은 number, 받은 타입은 string입니다', '저장되었습니다.'],
];

describe('what servers say in other languages', () => {
  test.each(STATEMENTS)('%s: %s in "%s", and not in "%s"', (_language, signal, hit, nearMiss) => {
    expect(says(hit)).toContain(signal);
    expect(says(nearMiss)).not.toContain(signal);
  });

  test('a dotted capital of Turkish is the letter that it stands for', () => {
    expect(says('İSTEK LİMİTİ: çok fazla istek')).toContain('rate-limit');
  });
});
