// Saving and opening files, and copying links.
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

const largest = 2_000_000; // bytes of a file

// readFile returns a file's name and its bytes as base64.
export async function readFile(file) {
  if (file.size > largest) throw new Error(`${file.name} has ${file.size} bytes; at most ${largest} can be opened here. On the command line, monge dist P.csv Q.csv reads larger ones.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let k = 0; k < bytes.length; k += 0x8000) text += String.fromCharCode(...bytes.subarray(k, k + 0x8000));
  return { name: file.name, data: btoa(text) };
}
