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
    !usuário|utilizador .... deletado|excluído|eliminado|inactivo
    !conta .... desactivada|inactiva|activa
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
    !não pode|deve estar|ser|ficar [em] branco|nulo|null|vazio|vazia|indefinido
    !recebeu um valor undefined
    !nenhum arquivo|ficheiro
    !campo requerido
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
    !deve|precisa ser um|uma|do|de [valor|tipo] número|inteiro|texto|data|lista|booleano|objeto|string|tipo
    !esperava|esperado|esperada .... recebeu|recebido
    !não é um|uma número|data|inteiro|lista|texto
    !tipo incorreto|incorrecto
    !deve ser um|uma [número|inteiro|texto|data|lista|booleano|objeto]
    !número válido
    !inteiro válido
  `,
  value: `
    !deve ser um número positivo|negativo
    !insira|informe|introduza|selecione|digite|escolha .... válido|válida|número|inteiro|lista|valor|dígitos
    !certifique|garanta [se] [de] que .... valor|campo|número|nome|caracteres|dígitos|haja
    !não coincide|corresponde|confere|coincidem
    !não está incluído|incluso|incluída|disponível|de
    !não é do tamanho
    !tem|tém|precisa [de] ser|estar|corresponder|conter
    !deve|devem começar|terminar|corresponder|estar|conter|ter|possuir
    !não deve|devem ser|ter|conter|exceder|ultrapassar
    !fora do limite|intervalo
    !opção|entrada|texto|endereço|tamanho|url|cpf|cnpj inválida|inválido|incorreta|incorreto
    !demasiado|muito grande|comum|similar|parecida
    !tem demasiados|poucos
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
    !chave|chaves|propriedade|propriedades .. desconhecida|desconhecidas|inesperada|adicionais
    !campo|parâmetro|campos|parâmetros .. desconhecido|desconhecidos
  `,
  duplicate: `
    !deve|devem ser único|única|únicos
    !conjunto único
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
  'malformed-request': `
    !requisição|pedido|solicitação malformado|malformada|inválida|inválido
  `,
};
