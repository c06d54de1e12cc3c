/** What a code means; or what is said of its English message, where that has particulars. */
export type FailureText = string | ((message: string) => string);

/** In English, Portuguese, Spanish; by code. */
export type FailureTexts = Readonly<Record<string, readonly [FailureText, FailureText, FailureText]>>;

/** Failures of files, settings and documents on this machine. */
export const LOCAL_FAILURES: FailureTexts = {
  // settings and the node's own folder
  ERR_CONFIG_INVALID: [
    (message) => `a setting is wrong: ${message}`,
    (message) => `uma configuração está errada: ${message}`,
    (message) => `un ajuste está mal: ${message}`,
  ],
  ERR_CONFIG_UNKNOWN_SETTING: [
    'there is no such setting',
    'essa configuração não existe',
    'ese ajuste no existe',
  ],
  ERR_LIBRARY_AMBIGUOUS: [
    'several documents here are meant; use more of the info hash',
    'vários documentos daqui correspondem; use mais dígitos do info hash',
    'coinciden varios documentos de aquí; use más dígitos del info hash',
  ],
  ERR_LIBRARY_FILE_CHANGED: [
    'the file has changed since it was shared, so it is not deleted',
    'o arquivo mudou desde que foi compartilhado, por isso não é apagado',
    'el archivo ha cambiado desde que se compartió, así que no se borra',
  ],
  ERR_LIBRARY_IO: [
    (message) => `the data folder cannot be read or written: ${message}`,
    (message) => `não dá para ler ou gravar na pasta de dados: ${message}`,
    (message) => `no se puede leer o escribir en la carpeta de datos: ${message}`,
  ],
  ERR_LIBRARY_NOT_FOUND: [
    'this document is not here',
    'este documento não está aqui',
    'este documento no está aquí',
  ],
  ERR_LIBRARY_NO_FREE_NAME: [
    'too many files of this name are in the library folder',
    'há arquivos demais com este nome na pasta da biblioteca',
    'hay demasiados archivos con este nombre en la carpeta de la biblioteca',
  ],
  ERR_LIBRARY_NO_PERMISSION: [
    'no permission to write in the data folder',
    'sem permissão para gravar na pasta de dados',
    'sin permiso para escribir en la carpeta de datos',
  ],
  ERR_LIBRARY_NO_SPACE: [
    'the disk is full; free some space',
    'o disco está cheio; libere espaço',
    'el disco está lleno; libere espacio',
  ],
  // contents
  ERR_CONTENT_CHANGED: [
    'the file is not what was shared any more; publish it again',
    'o arquivo não é mais o que foi compartilhado; publique-o de novo',
    'el archivo ya no es el que se compartió; publíquelo de nuevo',
  ],
  ERR_CONTENT_MISSING: [
    'the file is gone; put it back, or remove the document',
    'o arquivo sumiu; devolva-o ao lugar ou remova o documento',
    'el archivo ya no está; devuélvalo a su sitio o quite el documento',
  ],
  ERR_CONTENT_NOT_HELD: [
    'this part has not arrived yet',
    'esta parte ainda não chegou',
    'esta parte aún no ha llegado',
  ],
  ERR_CONTENT_NO_SPACE: [
    'the disk is full; free some space and try again, nothing that arrived is lost',
    'o disco está cheio; libere espaço e tente de novo, nada do que chegou se perde',
    'el disco está lleno; libere espacio y vuelva a intentarlo, nada de lo llegado se pierde',
  ],
  ERR_CONTENT_WRITE: [
    'the unfinished file cannot be written; check the disk',
    'não dá para gravar o arquivo inacabado; verifique o disco',
    'no se puede escribir el archivo sin terminar; revise el disco',
  ],
  ERR_GET_TARGET_EXISTS: [
    'another file lies there already; choose another name',
    'já existe outro arquivo ali; escolha outro nome',
    'ya hay otro archivo ahí; elija otro nombre',
  ],
  ERR_MERGE_DELIVER: [
    'the finished file cannot be moved to where it was wanted',
    'não dá para mover o arquivo pronto para onde foi pedido',
    'no se puede mover el archivo terminado a donde se pidió',
  ],
  ERR_VERIFY_MISMATCH: [
    'the finished file is not what was published; fetch it again',
    'o arquivo pronto não é o que foi publicado; baixe-o de novo',
    'el archivo terminado no es el que se publicó; descárguelo de nuevo',
  ],
  // publishing
  ERR_FILE_CHANGED: [
    'the file changed while it was read; try again when it is finished',
    'o arquivo mudou durante a leitura; tente de novo quando estiver pronto',
    'el archivo cambió mientras se leía; inténtelo cuando esté terminado',
  ],
  ERR_FILE_NOT_A_FILE: ['this is not a file', 'isto não é um arquivo', 'esto no es un archivo'],
  ERR_FILE_UNREADABLE: [
    'the file cannot be read; check the disk and the permissions',
    'não dá para ler o arquivo; verifique o disco e as permissões',
    'no se puede leer el archivo; revise el disco y los permisos',
  ],
  ERR_PUBLICATION_MISMATCH: [
    'the publication does not fit the file; publish it again',
    'a publicação não corresponde ao arquivo; publique-o de novo',
    'la publicación no corresponde al archivo; publíquelo de nuevo',
  ],
  ERR_PUBLISH_EMPTY: ['the file is empty', 'o arquivo está vazio', 'el archivo está vacío'],
  ERR_PUBLISH_EMPTY_FOLDER: [
    'there is nothing to publish in this folder',
    'não há nada para publicar nesta pasta',
    'no hay nada que publicar en esta carpeta',
  ],
  ERR_PUBLISH_NOT_A_FILE: [
    'this is neither a file nor a folder',
    'isto não é arquivo nem pasta',
    'esto no es ni archivo ni carpeta',
  ],
  ERR_PUBLISH_NOT_A_PDF: ['this is not a PDF', 'isto não é um PDF', 'esto no es un PDF'],
  ERR_PUBLISH_NOT_FOUND: [
    'there is no such file or folder',
    'não existe tal arquivo ou pasta',
    'no existe tal archivo o carpeta',
  ],
  ERR_PUBLISH_UNREADABLE: [
    'the file may not be read; check its permissions',
    'sem permissão para ler o arquivo; confira as permissões',
    'no se permite leer el archivo; revise los permisos',
  ],
  // reading
  ERR_OPEN_FAILED: [
    'the system has no program for this file',
    'o sistema não tem programa para este arquivo',
    'el sistema no tiene programa para este archivo',
  ],
  ERR_OPEN_NOT_A_PDF: [
    'only files called .pdf are opened; look at this one in its folder',
    'só se abrem arquivos com nome .pdf; veja este na pasta dele',
    'solo se abren archivos con nombre .pdf; mire este en su carpeta',
  ],
  ERR_OPEN_NO_DESKTOP: [
    (message) => `there is no desktop here (${message})`,
    (message) => `não há ambiente gráfico aqui (${message})`,
    (message) => `aquí no hay escritorio gráfico (${message})`,
  ],
  ERR_READ_CANNOT_DRAW: [
    'this page cannot be drawn',
    'não dá para desenhar esta página',
    'no se puede dibujar esta página',
  ],
  ERR_READ_NOTHING_YET: [
    'nothing of it can be read yet',
    'ainda não há nada dele para ler',
    'aún no hay nada que leer de él',
  ],
  ERR_READ_NO_SUCH_PAGE: [
    'the document has no such page',
    'o documento não tem essa página',
    'el documento no tiene esa página',
  ],
  ERR_READ_PAGE_MISSING: [
    'this page has not arrived yet',
    'esta página ainda não chegou',
    'esta página aún no ha llegado',
  ],
  ERR_WORKER_DIED: [
    'the work on this file broke off; try again',
    'o trabalho com este arquivo foi interrompido; tente de novo',
    'el trabajo con este archivo se interrumpió; inténtelo de nuevo',
  ],
  ERR_WORKER_MEMORY: [
    'this file takes more memory than it may',
    'este arquivo precisa de mais memória do que pode usar',
    'este archivo necesita más memoria de la permitida',
  ],
  ERR_WORKER_TIME: ['this file takes too long', 'este arquivo demora demais', 'este archivo tarda demasiado'],
};
