import { PDFDocument } from 'pdf-lib';

/** A PDF that this folder can make again at any time, byte for byte. */
export interface Sample {
  /** file name in `samples/pdf/` */
  readonly name: string;
  /** what of PDF it exercises, in words that tests and people search by */
  readonly features: readonly string[];
  make(): Promise<Uint8Array>;
}

/** What a PDF's information dictionary is to say. */
export interface Information {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: readonly string[];
}

/** Fixed, so that every run writes the same bytes. */
const MADE_ON = new Date('2024-05-17T09:00:00Z');

/** An empty document that carries `information` and nothing that depends on when or where it was made. */
export async function newDocument(information: Information): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(information.title);
  document.setAuthor(information.author);
  document.setSubject(information.subject);
  document.setKeywords([...information.keywords]);
  document.setProducer('Pageswarm samples');
  document.setCreationDate(MADE_ON);
  document.setModificationDate(MADE_ON);
  return document;
}
