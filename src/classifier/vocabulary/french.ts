import type { Vocabulary } from './signal.ts';

/** The commonest statements in French. */
export const FRENCH: Vocabulary = {
  expired: `
    !jeton|session|token|clé|certificat|lien ... expiré|expirée
    !session [a] expiré|expirée
    !a expiré
    !est expiré|expirée
    expiré|expirée
  `,
  revoked: `
    !jeton|clé|accès|token .. révoqué|révoquée
    !révoqué|révoquée
  `,
  'invalid-credentials': `
    !identifiants|identifiant|mot|clé|jeton|token|authentification .... invalide|invalides|incorrect|incorrects|erroné|erronés|incorrecte
    !mot de passe .... incorrect|invalide|erroné
    !échec .... authentification|connexion
    !authentification .. échoué|échouée
    !clé api invalide
  `,
  'missing-credentials': `
    !authentification .. requise|nécessaire|obligatoire
    !non authentifié|connecté|identifié
    !pas authentifié|connecté|identifié
    !veuillez vous connecter|identifier|authentifier
    !jeton|clé|identifiants .... manquant|manquante|manquants|absent|requis
    !connexion requise
    !informations d authentification .... fournies
  `,
  signature: `
    !signature .... invalide|incorrecte|erronée
  `,
  'step-up': `
    !deux facteurs
    !double authentification
    !code à usage unique
    !consentement .. requis
  `,
  scope: `
    !accès [est] refusé|interdit
    !permission|permissions|droits|droit|autorisation .... insuffisante|insuffisantes|insuffisants|refusée|manquante|nécessaire|requise
    !pas [la|le|les|l] permission|droit|droits|autorisation|autorisé|autorisée
    !n avez pas .... permission|droit|droits|autorisation|accès
    !non autorisé|autorisée
    !pas autorisé|autorisée
  `,
  ip: `
    !adresse ip .... autorisée|bloquée
  `,
  'not-enabled': `
    !pas activé|activée
    !non activé|activée
    !désactivé|désactivée
  `,
  suspended: `
    !utilisateur .... inactif|supprimé|désactivé|bloqué
    !compte .... suspendu|désactivé|bloqué|verrouillé|inactif|fermé
    !compte .... vérifié|confirmé
  `,
  payment: `
    !solde insuffisant
    !fonds insuffisants
    !crédit .. insuffisant|épuisé
    !paiement .... refusé|requis|échoué
    !carte .... refusée|expirée
  `,
  legal: `
    !raisons légales|juridiques
  `,
  'no-route': `
    !page .... introuvable|trouvée
    !route .... introuvable|trouvée
  `,
  'not-found': `
    !introuvable|introuvables
    !non trouvé|trouvée
    !pas trouvé|trouvée
    !pas été trouvé|trouvée
    !existe pas
    !inexistant|inexistante
    !aucun|aucune .... trouvé|trouvée|correspond
  `,
  gone: `
    !été supprimé|supprimée
    !supprimé|supprimée
    !plus disponible
  `,
  method: `
    !méthode .... autorisée|permise|supportée
  `,
  version: `
    !version .... obsolète|supportée
    !obsolète
  `,
  'malformed-json': `
    !json .... invalide|incorrect|malformé
  `,
  'too-large': `
    !trop grand|volumineux|volumineuse|grande|lourd
    !dépasse la taille
    !taille maximale
  `,
  required: `
    !doit être défini|définie|présent|présente
    !indéfini reçu
    !aucun fichier .... soumis|envoyé|téléversé
    !champ .... obligatoire|requis|manquant
    !obligatoire|obligatoires
    !requis|requise
    !est manquant|manquante
    !manquant|manquante
    !ne peut [pas] être vide|nul|nulle|blanc
    !ne doit pas être vide|nul|nulle|blanc
    !doit être rempli|renseigné|fourni
    !veuillez saisir|renseigner|remplir|indiquer
  `,
  type: `
    !doit être un|une|de [type] nombre|entier|chaîne|tableau|date|booléen|liste|objet|type
    !attendu|attendue|attendait .... reçu|reçue|obtenu
    !n est pas un|une nombre|date|entier|liste|chaîne
    !type .. incorrect|invalide
    !entier valide
    !nombre valide
  `,
  value: `
    !n est pas [un|une] .... valide|valides|correct|correcte|disponible
    !n est pas inclus|incluse|disponible|dans
    !doit être un nombre positif|négatif
    !doit être une chaîne en minuscules|majuscules
    !nombre|chaîne .... invalide doit être|commencer|correspondre
    !saisissez|sélectionnez|choisissez|entrez|téléversez .... valide|nombre|entier|liste|valeur|complète|chiffres
    !assurez vous que .... valeur|champ|nombre|fichier|caractères|chiffres
    !ne correspond|concorde|correspondent pas
    !ne fait pas la bonne
    !doit|doivent comporter|respecter|correspondre|commencer|finir|terminer|avoir|contenir
    !ne doit|doivent pas être|dépasser|contenir|comporter|avoir
    !mal formé|formée
    !hors limite|limites
    !mauvais format
    !url|uuid|adresse|option|entrée|choix|numéro invalide
    !trop grand|grande|courant|similaire
    !n est pas [un|une] valide
    !valeur .... invalide|incorrecte|autorisée
    !doit être [supérieur|inférieur|supérieure|inférieure|compris|postérieure|antérieure|égal|au|entre]
    !doit contenir
    !trop court|courte|long|longue|petit|petite
    !format .... invalide|incorrect
    !est invalide
    !pas valide
    ?invalide
  `,
  'unknown-field': `
    !clé|clés|champ|champs|propriété|propriétés .... reconnue|reconnues|spécifiées|inattendue|inattendues|supplémentaires
    !champ|paramètre .. inconnu
    !champs|paramètres .. inconnus
  `,
  duplicate: `
    !doit|doivent être unique|uniques
    !ensemble unique
    !existe déjà
    !déjà utilisé|utilisée|pris|prise|existant|enregistré|enregistrée
    !déjà été pris|utilisé
  `,
  'version-conflict': `
    !été modifié|modifiée .... [par|depuis]
  `,
  'invalid-state': `
    !déjà été annulé|annulée|payé|payée|remboursé|remboursée|expédiée|expédié
    !déjà annulé|annulée|payé|payée|remboursée|clôturé|fermé
    !état|statut .... invalide|actuel
    !ne peut [plus] pas être annulé|modifié|supprimé|annulée|modifiée
    !ne peut plus être annulé|modifié|supprimé|annulée|modifiée
  `,
  locked: `
    !verrouillé|verrouillée
    !en cours de traitement|modification
  `,
  'rate-limit': `
    !trop de requêtes|demandes|tentatives|appels
    !par seconde|minute|heure
    !réessayez .. dans
    !veuillez patienter
  `,
  quota: `
    !quota .... dépassé|atteint|épuisé
    !limite .... atteinte|dépassée|quotidienne|mensuelle|journalière
    !par jour|mois
  `,
  concurrency: `
    !simultané*
  `,
  exception: `
    !erreur interne
    !erreur inattendue
    !erreur [est] survenue
    !une erreur .... [survenue|produite]
  `,
  maintenance: `
    !en maintenance
    !maintenance
  `,
  overloaded: `
    !surchargé|surcharge
    !momentanément indisponible
    !temporairement indisponible
    !service indisponible
    !actuellement indisponible
  `,
  'gateway-timeout': `
    !délai .... dépassé|expiré
  `,
  dependency: `
    !base de données .... [indisponible|erreur]
    !connexion .. refusée
  `,
  storage: `
    !espace .. insuffisant
  `,
  'sign-in': `
    !se connecter
  `,
  'malformed-request': `
    !requête malformée|invalide|incorrecte
  `,
  'content-type': `
    !type de média|contenu .... supporté|pris|accepté
  `,
};
