import type { Vocabulary } from './signal.ts';

/** The commonest statements in Spanish. */
export const SPANISH: Vocabulary = {
  expired: `
    !token|sesión|clave|certificado|enlace ... expirado|expirada|caducado|caducada|vencido|vencida|expiró|caducó|venció
    !sesión [ha] expirado|expirada|caducado|caducada
    !ha expirado|caducado|vencido
    expirado|expirada|caducado|vencido
  `,
  revoked: `
    !revocado|revocada
  `,
  'invalid-credentials': `
    !credenciales .... inválidas|incorrectas|erróneas|válidas
    !contraseña .... incorrecta|inválida|errónea
    !usuario o contraseña .... [incorrectos|incorrecta|inválidos]
    !token|clave|apikey|llave .... inválido|inválida|incorrecta|no
    !error de autenticación
    !autenticación .... fallida|falló|fallado
    !inicio de sesión fallido
  `,
  'missing-credentials': `
    !no autenticado|autenticada
    !no ha iniciado sesión
    !autenticación .... requerida|necesaria|obligatoria
    !se requiere autenticación
    !requiere autenticación
    !debe iniciar sesión
    !inicie sesión
    !falta .. token|clave|autenticación|credenciales|cabecera
    !token .... requerido|proporcionado|faltante
    !no se proporcionaron .. credenciales
    !credenciales .... proveyeron|proporcionaron|proporcionadas
  `,
  signature: `
    !firma .... inválida|no|incorrecta|coincide
  `,
  'step-up': `
    !dos factores
    !doble factor
    !código de verificación
    !consentimiento .. requerido
  `,
  scope: `
    !acceso denegado|prohibido|restringido
    !no tiene|tienes .... permiso|permisos|autorización|acceso|privilegios
    !permiso|permisos .... denegado|insuficientes|insuficiente|requerido|necesarios
    !sin permiso|permisos|autorización
    !no [está|estás] autorizado|autorizada|permitido
    !permiso denegado
  `,
  owner: `
    !no le|te|es pertenece|propietario
    !pertenece a otro
  `,
  ip: `
    !dirección ip .... no|bloqueada|permitida
  `,
  'not-enabled': `
    !no [está] habilitado|habilitada|activado|activada
    !deshabilitado|deshabilitada|desactivado|desactivada
  `,
  suspended: `
    !usuario .... borrado|eliminado
    !cuenta .... suspendida|desactivada|bloqueada|inactiva|cerrada
    !usuario .... suspendido|bloqueado|inactivo|deshabilitado
    !cuenta .... verificada|confirmada
  `,
  payment: `
    !saldo insuficiente
    !fondos insuficientes
    !pago .... rechazado|requerido|fallido
    !tarjeta .... rechazada|vencida|declinada
    !crédito insuficiente
  `,
  legal: `
    !motivos|razones legales
  `,
  'no-route': `
    !página .... encontrada|existe
    !ruta .... encontrada|existe
  `,
  'not-found': `
    !no encontrado|encontrada|existe|encontrados
    !no se encontró|encontraron|encuentra
    !no se ha encontrado
    !no existe
    !inexistente
    !no fue encontrado|encontrada
    !ningún .... encontrado|coincide
  `,
  gone: `
    !ha sido eliminado|eliminada|borrado
    !fue eliminado|eliminada
    !eliminado|eliminada
    !ya no está disponible
  `,
  method: `
    !método no permitido|soportado
    !método .... no [está] permitido
  `,
  version: `
    !versión .... obsoleta|soportada|no
    !obsoleto|obsoleta
  `,
  'malformed-json': `
    !json .... inválido|incorrecto|malformado|válido
  `,
  'too-large': `
    !demasiado grande
    !excede el tamaño
    !supera el tamaño
    !tamaño máximo
  `,
  required: `
    !debe definirse
    !recibido indefinido|undefined
    !no puede|debe ser null
    !campo .... obligatorio|requerido|falta
    !campos .... obligatorios|requeridos
    !obligatorio|obligatoria|obligatorios
    !es requerido|requerida|necesario
    !requerido|requerida|requeridos
    !no puede [estar|ser] vacío|vacía|nulo|nula|blanco
    !no puede estar en blanco
    !no debe estar vacío|vacía
    !falta|faltan
    !debe proporcionar|especificar|indicar|ingresar
  `,
  type: `
    !debe|tiene ser un|una|de [tipo] número|entero|cadena|fecha|lista|booleano|objeto|texto|tipo|arreglo
    !esperaba .... recibido|recibió|obtuvo
    !no es un|una número|fecha|entero|lista|cadena
    !tipo incorrecto
    !debe ser un|una [número|entero|cadena|fecha|lista|booleano|objeto|texto]
    !número válido
    !entero válido
    !tipo .. inválido|incorrecto
  `,
  value: `
    !debe ser un número positivo|negativo
    !debe ser una cadena en minúscula|mayúscula
    !introduzca|ingrese|ingresa|introduce|seleccione|escoja|elija|suba .... válido|válida|número|entero|lista|valor|dígitos
    !asegúrese|asegúrate [de] que .... valor|campo|número|nombre|caracteres|dígitos|haya
    !no coincide|coinciden|corresponde|concuerda
    !no está incluido|incluida|disponible
    !está reservado
    !no tiene la longitud
    !tiene|tienen que ser|estar|corresponder|tener|contener|coincidir
    !debe|deben comenzar|terminar|coincidir|estar|contener|tener|corresponder|incluir
    !no debe|deben ser|contener|tener|exceder|superar
    !fuera de los|rango|límites
    !opción|entrada|cadena|dirección|longitud|url inválida|inválido|incorrecta
    !demasiado grande|común|similar|parecida
    !no es [un|una] .... válido|válida
    !valor .... inválido|no|incorrecto|permitido
    !debe ser [mayor|menor|igual|posterior|anterior|al]
    !debe contener|tener
    !demasiado corto|corta|largo|larga|pequeño
    !formato .... inválido|incorrecto
    !es inválido|inválida
    !no válido|válida
    ?inválido|inválida
  `,
  'unknown-field': `
    !clave|claves|llave|llaves|propiedad|propiedades .. desconocida|desconocidas|inesperada|adicionales|especificadas
    !campo|parámetro|campos|parámetros .. desconocido|desconocidos
  `,
  duplicate: `
    !debe|deben ser único|única|únicos
    !conjunto único
    !ya existe
    !ya está en uso
    !ya está registrado|registrada
    !ya [ha|fue] [sido] registrado|registrada|utilizado|usado|tomado
    !ya existe un
    !duplicado|duplicada
  `,
  'version-conflict': `
    !ha sido modificado|modificada [por|desde]
  `,
  'invalid-state': `
    !ya [ha|fue|está] [sido] cancelado|cancelada|pagado|pagada|reembolsado|completado|cerrado|cerrada|enviado
    !estado .... inválido|actual|no
    !no [se] puede cancelar|modificar|eliminar|actualizar
    !no puede ser cancelado|modificado|eliminado
  `,
  locked: `
    !bloqueado por
    !en proceso
    !está siendo procesado|modificado|utilizado
  `,
  'rate-limit': `
    !demasiadas solicitudes|peticiones|llamadas
    !demasiados intentos
    !por segundo|minuto|hora
    !intente .... en|más
  `,
  quota: `
    !cuota .... excedida|superada|agotada
    !límite .... diario|mensual|alcanzado|excedido|superado
    !por día|mes
  `,
  concurrency: `
    !simultáne*
    !concurrente*
  `,
  exception: `
    !error interno
    !error inesperado
    !se [ha] produjo|producido un error
    !ha ocurrido un error
    !ocurrió un error
  `,
  maintenance: `
    !mantenimiento
  `,
  overloaded: `
    !sobrecargado|sobrecarga
    !temporalmente no disponible
    !servicio no disponible
    !no está disponible en este momento
  `,
  'gateway-timeout': `
    !tiempo de espera .... [agotado|excedido]
  `,
  dependency: `
    !base de datos .... [no|error]
    !conexión rechazada
  `,
  storage: `
    !espacio .. insuficiente
    !sin espacio
  `,
  'sign-in': `
    !iniciar sesión
  `,
  'malformed-request': `
    !solicitud|petición .... malformada|inválida|incorrecto|incorrecta
  `,
  'content-type': `
    !tipo de medio|contenido .... soportado|permitido
  `,
};
