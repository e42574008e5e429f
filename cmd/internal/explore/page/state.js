// States in the address, as in #distances?theta=0.5&hide=ground. Each field of a view has an
// initial value, a function that reads it and one that writes it. A field that cannot be
// read gets its initial value, and a message names it.

export function number(initial, min, max, { whole = false } = {}) {
  return {
    initial,
    min,
    max,
    whole,
    read(text) {
      const value = text.trim() === '' ? NaN : Number(text);
      return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined;
    },
    write: String,
  };
}

export function choice(initial, options) {
  return { initial, options, read: (text) => (options.includes(text) ? text : undefined), write: String };
}

export function flag(initial) {
  return { initial, read: (text) => ({ 0: false, 1: true }[text]), write: (value) => (value ? '1' : '0') };
}

// several is a list of some of the options, such as losses, in any order.
export function several(initial, options) {
  return {
    initial,
    options,
    read(text) {
      const names = text === '' ? [] : text.split(',');
      return names.every((name) => options.includes(name)) ? options.filter((name) => names.includes(name)) : undefined;
    },
    write: (names) => names.join(','),
  };
}

// points are at most so many rows of numbers: x,y,weight;x,y,weight
export function points(most, columns) {
  return {
    initial: [],
    read(text) {
      if (text === '') return [];
      const rows = text.split(';').map((row) => row.split(',').map((x) => (x.trim() === '' ? NaN : Number(x))));
      const good = rows.length <= most && rows.every((row) => columns.includes(row.length) && row.every(Number.isFinite));
      return good ? rows : undefined;
    },
    write: (rows) => rows.map((row) => row.join(',')).join(';'),
  };
}

export function initial(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, structuredClone(field.initial)]));
}

const names = /^[\w-]{1,40}$/;
const list = (text) => (text ?? '').split(',').filter((name) => names.test(name)).slice(0, 50);

// readAddress reads a fragment, the part of an address after #. It returns the view; params, a
// function that reads the state when the fields of the view are known; and a notice for the
// user if there is no such view. #lesson4 means the state of that lesson.
export function readAddress(hash, views, lessons) {
  const number = /^#lesson(\d\d?)$/.exec(hash)?.[1];
  if (lessons[number]) hash = `${lessons[number].address}${lessons[number].address.includes('?') ? '&' : '?'}lesson=${number}`;
  const [name, query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const found = views.find((view) => view.name === name);
  const search = new URLSearchParams(query.slice(0, 200_000));
  return {
    view: found ?? views[0],
    notice: name && !found ? 'The link names no view of this page; this is the first view.' : '',
    params(fields) {
      const state = initial(fields);
      const broken = [];
      const extras = { hide: list(search.get('hide')), lock: list(search.get('lock')), lesson: /^\d\d?$/.test(search.get('lesson')) && lessons[Number(search.get('lesson'))] ? String(Number(search.get('lesson'))) : '', fresh: query === '' };
      if (!found) return { state, extras, broken };
      for (const [key, text] of search) {
        if (Object.hasOwn(extras, key)) continue;
        const value = Object.hasOwn(fields, key) ? fields[key].read(text) : undefined;
        if (value === undefined) broken.push(names.test(key) ? key : '?');
        else state[key] = value;
      }
      return { state, extras, broken: broken.slice(0, 5) };
    },
  };
}

// writeAddress returns the fragment of a state. Fields with their initial values are left
// out.
export function writeAddress(view, fields, state, extras = {}) {
  const parts = [];
  for (const [name, field] of Object.entries(fields)) {
    const text = field.write(state[name]);
    if (text !== field.write(field.initial)) parts.push(`${name}=${encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%3A', ':')}`);
  }
  for (const name of ['hide', 'lock']) if (extras[name]?.length) parts.push(`${name}=${extras[name].join(',')}`);
  if (extras.lesson) parts.push(`lesson=${extras.lesson}`);
  return `#${view}${parts.length ? `?${parts.join('&')}` : ''}`;
}
