// What one takes along: files, pictures, a link.
import { element } from './dom.js';

export function saveFile(name, data, type = 'text/plain') {
  const blob = data instanceof Blob ? data : new Blob([data], { type });
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// saveFiles saves the files of a "csv" frame.
export function saveFiles(files) {
  for (const { name, text } of files) saveFile(name, text, 'text/csv');
}
