import type { FailureTexts } from './failure-texts.ts';

/** Failures of finding, fetching, peers, trackers and transfers; and what the system says. */
export const NETWORK_FAILURES: FailureTexts = {
  // finding and fetching
  ERR_FETCH_MAP: [
    'no holder gave the page map',
    'nenhum detentor forneceu o mapa de páginas',
    'ningún poseedor dio el mapa de páginas',
  ],
  ERR_FETCH_NO_LIVE_HOLDER: [
    'nobody who holds what is missing answers; try again later',
    'ninguém que tem o que falta responde; tente mais tarde',
    'nadie que tenga lo que falta responde; inténtelo más tarde',
  ],
  ERR_ID_NOT_A_DIGEST: [
    'this is no whole hash; copy it again',
    'isto não é um hash completo; copie-o de novo',
    'esto no es un hash completo; cópielo de nuevo',
  ],
  ERR_MAGNET_MALFORMED: [
    'this is no magnet link with an info hash; copy the whole link',
    'isto não é um link magnet com info hash; copie o link inteiro',
    'esto no es un enlace magnet con info hash; copie el enlace entero',
  ],
  ERR_MAGNET_V2_ONLY: [
    'the magnet link is of a BitTorrent version 2 torrent only',
    'o link magnet é só de um torrent da versão 2 do BitTorrent',
    'el enlace magnet es solo de un torrent de la versión 2 de BitTorrent',
  ],
  ERR_BENCODE_MALFORMED: [
    'this is no .torrent, or a damaged one',
    'isto não é um .torrent, ou está danificado',
    'esto no es un .torrent, o está dañado',
  ],
  ERR_BENCODE_TOO_LARGE: [
    'the .torrent is larger than is accepted',
    'o .torrent é maior do que se aceita',
    'el .torrent es mayor de lo que se acepta',
  ],
  ERR_METAINFO_MALFORMED: [
    'the .torrent is damaged; get it again',
    'o .torrent está danificado; obtenha-o de novo',
    'el .torrent está dañado; consígalo de nuevo',
  ],
  ERR_METAINFO_V2_ONLY: [
    'the .torrent is of BitTorrent version 2 only',
    'o .torrent é só da versão 2 do BitTorrent',
    'el .torrent es solo de la versión 2 de BitTorrent',
  ],
  ERR_METADATA_NOT_FOUND: [
    'no peer gave what the magnet link names; try again later',
    'nenhum peer entregou o que o link magnet indica; tente mais tarde',
    'ningún peer entregó lo que indica el enlace magnet; inténtelo más tarde',
  ],
  ERR_SEARCH_AMBIGUOUS: [
    'several documents are meant; choose one of them',
    'vários documentos correspondem; escolha um deles',
    'coinciden varios documentos; elija uno',
  ],
  ERR_SEARCH_NOT_FOUND: [
    'no tracker knows this document',
    'nenhum tracker conhece este documento',
    'ningún tracker conoce este documento',
  ],
  ERR_SEARCH_TORRENT_UNREADABLE: [
    'the .torrent cannot be read; check its path',
    'não dá para ler o .torrent; confira o caminho',
    'no se puede leer el .torrent; compruebe la ruta',
  ],
  // the peer and the network
  ERR_CONTROL_ENDING: [
    'the peer is stopping; start it again',
    'o peer está encerrando; inicie-o de novo',
    'el peer se está cerrando; inícielo de nuevo',
  ],
  ERR_CONTROL_LOST: [
    'the running peer has ended; start it again',
    'o peer em execução terminou; inicie-o de novo',
    'el peer en marcha ha terminado; inícielo de nuevo',
  ],
  ERR_NETWORK_NO_ADDRESS: [
    'this is no IP address',
    'isto não é um endereço IP',
    'esto no es una dirección IP',
  ],
  ERR_NETWORK_NO_INTERFACE: [
    'there is no such network interface, or it has no address',
    'essa interface de rede não existe ou não tem endereço',
    'esa interfaz de red no existe o no tiene dirección',
  ],
  ERR_PEER_ALREADY_RUNNING: [
    'another process works on this data folder',
    'outro processo usa esta pasta de dados',
    'otro proceso usa esta carpeta de datos',
  ],
  ERR_PEER_BUSY: [
    'the document is being fetched; pause or cancel that first',
    'o documento está sendo baixado; pause ou cancele primeiro',
    'el documento se está descargando; páuselo o cancélelo primero',
  ],
  ERR_PEER_INTERRUPTED: [
    'interrupted; what is verified is kept',
    'interrompido; o que foi verificado fica guardado',
    'interrumpido; lo verificado se conserva',
  ],
  ERR_PEER_NOT_ANSWERING: [
    'the process on this data folder does not answer; stop it',
    'o processo nesta pasta de dados não responde; encerre-o',
    'el proceso de esta carpeta de datos no responde; ciérrelo',
  ],
  ERR_SWARM_LISTEN: [
    'no connections can be accepted at this address',
    'não dá para aceitar conexões neste endereço',
    'no se pueden aceptar conexiones en esta dirección',
  ],
  ERR_SWARM_PORT_IN_USE: [
    'another program uses this port',
    'outro programa usa esta porta',
    'otro programa usa este puerto',
  ],
  ERR_TRACKER_AMBIGUOUS: [
    'the tracker knows several documents that begin like this',
    'o tracker conhece vários documentos que começam assim',
    'el tracker conoce varios documentos que empiezan así',
  ],
  ERR_TRACKER_BUSY: [
    'the tracker is too busy; try again in some seconds',
    'o tracker está ocupado demais; tente em alguns segundos',
    'el tracker está demasiado ocupado; inténtelo en unos segundos',
  ],
  ERR_TRACKER_CATALOG_FULL: [
    'the tracker lists as many documents as it may; use another',
    'o tracker já lista o máximo de documentos; use outro',
    'el tracker ya lista el máximo de documentos; use otro',
  ],
  ERR_TRACKER_GARBAGE: [
    "the tracker's answer cannot be trusted, so it is ignored",
    'a resposta do tracker não é confiável e foi ignorada',
    'la respuesta del tracker no es de fiar y se ignora',
  ],
  ERR_TRACKER_NOT_FOUND: [
    'the tracker does not list this document',
    'o tracker não lista este documento',
    'el tracker no lista este documento',
  ],
  ERR_TRACKER_NOT_NATIVE: [
    'a server answers there, but it is no tracker of ours',
    'um servidor responde ali, mas não é um tracker nosso',
    'ahí responde un servidor, pero no es un tracker nuestro',
  ],
  ERR_TRACKER_NOT_PUBLISHER: [
    'only the node that published it can take it back',
    'só o nó que o publicou pode retirá-lo',
    'solo el nodo que lo publicó puede retirarlo',
  ],
  ERR_TRACKER_NO_SPACE: [
    "the tracker's disk is full",
    'o disco do tracker está cheio',
    'el disco del tracker está lleno',
  ],
  ERR_TRACKER_REFUSED: [
    (message) => `the tracker refused: ${message}`,
    (message) => `o tracker recusou: ${message}`,
    (message) => `el tracker se negó: ${message}`,
  ],
  ERR_TRACKER_TIMEOUT: [
    'the tracker did not answer in time',
    'o tracker não respondeu a tempo',
    'el tracker no respondió a tiempo',
  ],
  ERR_TRACKER_UNREACHABLE: [
    'no tracker can be reached; check its address and the network',
    'nenhum tracker responde; confira o endereço e a rede',
    'no se llega a ningún tracker; compruebe la dirección y la red',
  ],
  ERR_TRACKER_URL: [
    'a tracker is named like http://192.0.2.7:8168',
    'o endereço de um tracker é como http://192.0.2.7:8168',
    'un tracker se indica como http://192.0.2.7:8168',
  ],
  // transfers
  ERR_TRANSFER_AMBIGUOUS: [
    'several transfers are meant; choose one',
    'várias transferências correspondem; escolha uma',
    'coinciden varias transferencias; elija una',
  ],
  ERR_TRANSFER_CANCELLED: [
    'cancelled; what had arrived is deleted',
    'cancelada; o que tinha chegado foi apagado',
    'cancelada; lo llegado se borró',
  ],
  ERR_TRANSFER_NOT_FOUND: [
    'there is no such transfer any more',
    'essa transferência não existe mais',
    'esa transferencia ya no existe',
  ],
  ERR_TRANSFER_PAUSED: [
    'paused; what arrived is kept',
    'pausada; o que chegou fica guardado',
    'en pausa; lo llegado se conserva',
  ],
  ERR_TRANSFER_QUEUE_FULL: [
    'too many transfers wait; cancel some',
    'há transferências demais na fila; cancele algumas',
    'hay demasiadas transferencias en la cola; cancele algunas',
  ],
  ERR_TRANSFER_STATE: [
    'this cannot be done with the transfer as it stands',
    'isto não é possível com a transferência como está',
    'esto no es posible con la transferencia tal como está',
  ],
  // what the system says
  EACCES: ['permission denied', 'sem permissão', 'sin permiso'],
  ENOENT: ['it is not there any more', 'não existe mais', 'ya no existe'],
  ENOSPC: ['the disk is full', 'o disco está cheio', 'el disco está lleno'],
};
