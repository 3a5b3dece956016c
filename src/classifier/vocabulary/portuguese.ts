import type { Vocabulary } from './signal.ts';

/** The commonest statements in Portuguese. */
export const PORTUGUESE: Vocabulary = {
  expired: `
    !token|sessão|chave|certificado|link ... expirado|expirada|expirou|vencido|vencida
    !sessão expirada
    !expirou
    expirado|expirada|vencido
  `,
  revoked: `
    !revogado|revogada
  `,
  'invalid-credentials': `
    !credenciais .... inválidas|incorretas|válidas
    !senha .... incorreta|inválida
    !usuário ou senha .... [inválidos|incorretos|inválida]
    !token|chave .... inválido|inválida
    !falha .... autenticação|login
    !autenticação falhou
  `,
  'missing-credentials': `
    !não autenticado|autenticada|logado
    !autenticação .... necessária|obrigatória|requerida
    !faça login
    !efetue .. login
    !credenciais .... fornecidas|informadas
    !token .... não [foi] informado|fornecido|enviado|encontrado
    !token .... obrigatório|ausente
  `,
  signature: `
    !assinatura .... inválida|não|incorreta|confere
  `,
  'step-up': `
    !dois fatores
    !código de verificação
    !consentimento .. necessário
  `,
  scope: `
    !acesso negado|proibido|restrito
    !não tem|possui .... permissão|permissões|autorização|acesso|privilégios
    !permissão .... negada|insuficiente|necessária
    !sem permissão|permissões|autorização
    !não [está] autorizado|autorizada
  `,
  owner: `
    !não pertence
    !pertence a outro
  `,
  ip: `
    !endereço ip .... não|bloqueado|autorizado
    !ip não autorizado|permitido
  `,
  'not-enabled': `
    !não [está] habilitado|habilitada|ativado|ativada
    !desabilitado|desabilitada|desativado|desativada
  `,
  suspended: `
    !conta .... suspensa|desativada|bloqueada|inativa|encerrada
    !usuário .... suspenso|bloqueado|inativo|desativado
  `,
  payment: `
    !saldo insuficiente
    !pagamento .... recusado|necessário|negado|falhou
    !cartão .... recusado|vencido|expirado|negado
    !fundos insuficientes
    !crédito insuficiente
  `,
  legal: `
    !motivos|razões legais
  `,
  'no-route': `
    !página .... encontrada|existe
    !rota .... encontrada|existe
  `,
  'not-found': `
    !não encontrado|encontrada|existe|encontrados|localizado|localizada
    !não foi encontrado|encontrada|possível [encontrar]
    !não existe
    !inexistente
    !nenhum|nenhuma .... encontrado|encontrada
  `,
  gone: `
    !foi removido|removida|excluído|excluída|apagado
    !removido|removida
    !não está mais disponível
  `,
  method: `
    !método .... não [é] permitido|suportado
  `,
  version: `
    !versão .... obsoleta|suportada|não
    !descontinuad*
  `,
  'malformed-json': `
    !json .... inválido|incorreto|malformado
  `,
  'too-large': `
    !muito grande
    !excede o tamanho
    !tamanho máximo
  `,
  required: `
    !campo .... obrigatório|requerido
    !campos .... obrigatórios
    !obrigatório|obrigatória|obrigatórios
    !é necessário [informar]
    !não pode [ser|ficar|estar] vazio|vazia|nulo|nula|branco
    !não pode ficar em branco
    !não deve estar vazio|vazia
    !deve ser informado|informada|preenchido
    !não [foi] informado|informada
    !faltando
    !ausente
  `,
  type: `
    !deve ser um|uma [número|inteiro|texto|data|lista|booleano|objeto]
    !número válido
    !inteiro válido
  `,
  value: `
    !não é [um|uma] .... válido|válida
    !valor .... inválido|não|incorreto|permitido
    !deve ser [maior|menor|igual|posterior|anterior]
    !deve conter|ter
    !muito curto|curta|longo|longa|pequeno
    !formato .... inválido|incorreto
    !é inválido|inválida
    ?inválido|inválida
  `,
  'unknown-field': `
    !campo|parâmetro|campos|parâmetros .. desconhecido|desconhecidos
  `,
  duplicate: `
    !já existe
    !já está em uso
    !já cadastrado|cadastrada
    !já está cadastrado|cadastrada|registrado|sendo
    !já foi cadastrado|utilizado|usado
    !duplicado|duplicada|duplicidade
  `,
  'version-conflict': `
    !foi modificado|alterado .. por
  `,
  'invalid-state': `
    !já [foi|está] cancelado|cancelada|pago|paga|reembolsado|finalizado|encerrado|enviado|processado
    !status .... inválido|atual|não
    !estado .... inválido|atual
    !não pode [mais] ser cancelado|cancelada|alterado|alterada|excluído|modificado
    !não é possível cancelar|alterar|excluir|atualizar
  `,
  locked: `
    !bloqueado por
    !em processamento
    !sendo processado
  `,
  'rate-limit': `
    !muitas requisições|solicitações|tentativas|chamadas
    !limite de requisições
    !por segundo|minuto|hora
    !tente novamente em
    !aguarde
  `,
  quota: `
    !cota .... excedida|esgotada|atingida
    !limite .... diário|mensal|atingido|excedido
    !por dia|mês
  `,
  concurrency: `
    !simultâne*
  `,
  exception: `
    !erro interno
    !erro inesperado
    !ocorreu um erro
  `,
  maintenance: `
    !manutenção
  `,
  overloaded: `
    !sobrecarregado|sobrecarga
    !temporariamente indisponível
    !serviço indisponível
    !indisponível no momento
  `,
  'gateway-timeout': `
    !tempo .... esgotado|limite|excedido
  `,
  dependency: `
    !banco de dados .... [não|erro]
    !conexão recusada
  `,
  storage: `
    !espaço .. insuficiente
    !sem espaço
  `,
  'sign-in': `
    !entrar .. conta
  `,
};
