import { type PDFDocument, type PDFFont, type PDFForm, type PDFPage, StandardFonts } from 'pdf-lib';
import { setOutline } from './navigation.ts';
import { newDocument, type Sample } from './sample.ts';

const LETTER: [number, number] = [612, 792];
const FORMS = [
  'Enrolment',
  'Library card',
  'Equipment loan',
  'Field trip',
  'Room booking',
  'Receipt',
] as const;

/**
 * Six forms with text fields, check boxes, radio groups and choices; one field (the name) has a widget on every page.
 * Standard fonts, not embedded; an outline; a classic cross-reference table.
 */
export const forms: Sample = {
  name: 'school-office-forms.pdf',
  features: ['form', 'annotations', 'outline', 'standard fonts', 'classic xref'],
  make: makeForms,
};

async function makeForms(): Promise<Uint8Array> {
  const document = await newDocument({
    title: 'Forms of the School Office',
    author: 'The Pageswarm authors',
    subject: 'Enrolment, loans, trips and bookings',
    keywords: ['forms', 'school', 'office'],
  });
  const regular = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const form = document.getForm();
  const name = form.createTextField('applicant.name');
  name.setText('Ada Example');

  const pages = FORMS.map((title, index) => {
    const page = newPage(document, title, bold);
    label(page, regular, 'Name (appears on every form)', 690);
    name.addToPage(page, { x: 72, y: 655, width: 300, height: 24, font: regular });
    addFields(form, page, regular, `form${index + 1}`);
    return page;
  });
  setOutline(
    document,
    FORMS.map((title, index) => ({ title, page: pages[index] ?? document.getPage(0), y: 792, children: [] })),
  );
  form.updateFieldAppearances(regular);
  return document.save({ useObjectStreams: false });
}

function newPage(document: PDFDocument, title: string, font: PDFFont): PDFPage {
  const page = document.addPage(LETTER);
  page.drawText(title, { x: 72, y: 725, size: 20, font });
  return page;
}

function label(page: PDFPage, font: PDFFont, text: string, y: number): void {
  page.drawText(text, { x: 72, y, size: 10, font });
}

function addFields(form: PDFForm, page: PDFPage, font: PDFFont, prefix: string): void {
  label(page, font, 'Remarks', 625);
  const remarks = form.createTextField(`${prefix}.remarks`);
  remarks.enableMultiline();
  remarks.setText('Two copies, please.\nOne for the file.');
  remarks.addToPage(page, { x: 72, y: 530, width: 420, height: 85, font });
  remarks.setFontSize(11);

  label(page, font, 'I have read the rules', 500);
  const agreed = form.createCheckBox(`${prefix}.agreed`);
  agreed.addToPage(page, { x: 72, y: 470, width: 18, height: 18 });
  agreed.check();

  label(page, font, 'Collect at', 440);
  const collect = form.createRadioGroup(`${prefix}.collect`);
  for (const [index, desk] of ['front desk', 'library', 'laboratory'].entries()) {
    collect.addOptionToPage(desk, page, { x: 72, y: 410 - index * 26, width: 16, height: 16 });
    page.drawText(desk, { x: 98, y: 413 - index * 26, size: 10, font });
  }
  collect.select('library');

  label(page, font, 'Term', 320);
  const term = form.createDropdown(`${prefix}.term`);
  term.addOptions(['Autumn', 'Spring', 'Summer']);
  term.select('Spring');
  term.addToPage(page, { x: 72, y: 285, width: 160, height: 24, font });
}
