// The words of the page's language.
const texts = await (await fetch(`/static/text-${document.documentElement.lang}.json`)).json();

/** The text of a key, or what stands in for it. */
export const t = (key, otherwise = key) => texts[key] ?? otherwise;

/** The text of a key with its blanks filled. */
export const fill = (key, ...values) => t(key).replace(/\{(\d)\}/g, (blank, i) => values[i] ?? blank);

const lang = document.documentElement.lang;
export const yen = (amount) => fill('yen', Number(amount).toLocaleString(lang));
export const when = (instant) => new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
