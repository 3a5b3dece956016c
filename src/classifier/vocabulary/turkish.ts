import type { Vocabulary } from './signal.ts';

/** The commonest statements in Turkish, whose words carry their grammar at the end. */
export const TURKISH: Vocabulary = {
  expired: `
    !token*|oturum*|anahtar*|bağlantı|sertifika*|jeton* .... doldu|dolmuş|sona
    !süresi [doldu|dolmuş|geçmiş|bitti] [dolmuş|geçti]
    !zaman aşımına uğradı
  `,
  revoked: `
    !iptal edilmiş
  `,
  'invalid-credentials': `
    !geçersiz [api] token|anahtar*|kullanıcı|parola|şifre|kimlik
    !kullanıcı adı .... yanlış|hatalı|geçersiz|doğru
    !şifre|parola|şifreniz|parolanız .... yanlış|hatalı|geçersiz
    !giriş bilgileri hatalı|yanlış
    !kimlik doğrulama .. başarısız
    !token .... geçersiz|geçerli
  `,
  'missing-credentials': `
    !giriş .. bilgileri .... verilmedi|sağlanmadı|gönderilmedi
    !giriş yapmalısınız|yapmanız|yapın|gerekli
    !kimlik .. doğrulama .... gerekli|gerekiyor
    !kimlik doğrulama bilgi* .... verilmedi|sağlanmadı
    !oturum açmalısınız|açmanız|açın
    !yetkilendirme .... verilmedi
  `,
  signature: `
    !imza .. geçersiz
    !geçersiz imza
  `,
  'step-up': `
    !iki adımlı|aşamalı|faktörlü
    !doğrulama kodu
  `,
  scope: `
    !yetkiniz|izniniz|yetki|izin .... yok|bulunmuyor|yoktur|bulunmamaktadır
    !erişim [engellendi] reddedildi|engellendi|yasak
    !yetkisiz
    !yetersiz yetki
  `,
  csrf: `
    !csrf
  `,
  suspended: `
    !hesap*|kullanıcı .... etkin|aktif değil|pasif|silinmiş
    !hesap*|kullanıcı .... askıya|kilitli|engellenmiş|pasif|devre|kilitlendi|etkin
  `,
  payment: `
    !yetersiz bakiye
    !bakiye .. yetersiz
    !ödeme .... reddedildi|gerekli|başarısız
    !kart* .... reddedildi
  `,
  'no-route': `
    !sayfa .. bulunamadı
  `,
  'not-found': `
    !bulunamadı|bulunmadı|bulunamamıştır
    !mevcut değil
    !yer almıyor
  `,
  gone: `
    !silinmiş
    !kaldırılmış
  `,
  method: `
    !metod*|yöntem* .... izin|desteklenmiyor
    !izin verilmeyen metod
  `,
  'malformed-json': `
    !geçersiz json
  `,
  'malformed-request': `
    !bozuk istek
    !geçersiz|hatalı|kötü istek
  `,
  'content-type': `
    !desteklenmeyen .. tür*|tip*|medya
    !medya|istekte .... desteklenmeyen|desteklenmiyor
  `,
  'too-large': `
    !dosya* .... çok büyük
    !boyutu .... aşıyor
  `,
  required: `
    !zorunlu
    !zorunludur
    !gereklidir|gerekmektedir
    !gerekli [bir] alan*
    !gerekli
    !bu alan* .... gerekli
    !boş bırakılamaz|bırakılmamalı|bırakılmamalıdır|olamaz|olmamalı|olmamalıdır|geçilemez
    !boş değer olamaz|olmamalı
    !null olamaz|olmamalı
    !boş
    !eksik
    !doldurulmalı|doldurulmalıdır|tanımlanmalıdır|belirtilmelidir|girilmelidir
    !dosya .... gönderilmedi|yüklenmedi
    !dosya gönderilmedi|yüklenmedi
    !alınan undefined|null
  `,
  type: `
    !bir|tam|türü|tipi [tam] sayı|tamsayı|sayısı|metin|tarih|liste|dizi olmalı|olmalıdır|olması|gerekiyor
    !tamsayı|sayı|dizi|metin olmalı|olmalıdır
    !türü|türünde|tipinde olmalı|olmalıdır
    !beklen* .... alın*|geldi
    !hatalı|geçersiz|yanlış tip|tür
    !geçerli bir sayı|tarih|tamsayı|uuid|liste
    !geçerli bir tam sayı
    !geçersiz tarih|sayı|tamsayı|uuid
  `,
  value: `
    !geçersiz .. değer|seçim|seçenek|adres|biçim|format|url|metin|uuid|girdi|veri|sayfa|e|giriş|ip|mac|bağlantı
    !geçersiz
    !geçersizdir
    !geçerli bir .... değil|girin|giriniz|olmalı|olmalıdır|seçin|yükleyin
    !geçerli değil
    !yanlış|hatalı biçim*|format*|uzunluk*|değer*
    !biçimi|formatı .. yanlış|hatalı|geçersiz
    !en az|fazla|çok .... olmalı|olmalıdır|karakter*|hane*|değer|basamak
    !arasında olmalı|olmalıdır|olması
    !büyük|küçük|eşit|uzun|kısa|fazla|sonra|önce|geç|az olmalı|olmalıdır|olamaz
    !eşit veya büyük|küçük
    !çok uzun|kısa|büyük|küçük|yaygın|benzer|zayıf
    !emin olun
    !girin|giriniz|seçin
    !ile|biri başlamalı|bitmeli|eşleşmeli|eşleşmelidir|olmalı|olmalıdır
    !uymalı|uymalıdır|uyuşmamakta|eşleşmiyor|uyuşmuyor
    !kabul edilmeli
    !kullanılamaz
    !izin verilmiyor|verilmez
    !sınırların|aralığın dışında
    !tam bölünebilmeli
    !tarih olmalı|olmalıdır
    !değerlerden biri
  `,
  'unknown-field': `
    !bilinmeyen|tanınmayan|beklenmeyen alan*|anahtar*|parametre*|özellik*
    !ek|fazladan alan*|özellik*
  `,
  duplicate: `
    !zaten mevcut|var|kayıtlı|kullanılıyor|kullanımda|alınmış|kullanılmakta
    !halihazırda|hazırda kullanılmakta|mevcut|var
    !benzersiz|eşsiz|tekil olmalı|olmalıdır
    !daha önce .. kayıt*|kullanıl*|alın*
    !yinelenen
  `,
  'invalid-state': `
    !zaten iptal|ödenmiş|tamamlanmış|kapatılmış|onaylanmış
    !iptal edilemez
  `,
  'rate-limit': `
    !çok fazla istek|deneme|başarısız|giriş
    !fazla istek
    !tekrar deneyin|deneyiniz
    !istek .. azaltıldı|yavaşlatıldı
    !saniyede|dakikada
  `,
  quota: `
    !limit*|kota* .... aşıldı|doldu|ulaşıldı
  `,
  exception: `
    !sunucu hatası
    !beklenmeyen .. hata
    !hata oluştu
  `,
  maintenance: `
    !bakım*
  `,
  overloaded: `
    !geçici olarak .... hizmet|kullanılamıyor
    !aşırı yük*
  `,
  'gateway-timeout': `
    !zaman aşımı
  `,
};
