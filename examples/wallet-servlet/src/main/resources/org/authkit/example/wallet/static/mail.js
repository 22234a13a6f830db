import { byId, tell } from './page.js';
import { t } from './text.js';

/** Addresses of this wallet become links; everything else stays text. */
function linked(text) {
  return text.split(/(https?:\/\/\S+)/).map((part) => {
    if (!part.startsWith(`${location.origin}/`)) return part;
    const link = document.createElement('a');
    link.href = part;
    link.textContent = part;
    return link;
  });
}

function shown(mail) {
  const item = document.createElement('li');
  const subject = document.createElement('strong');
  const to = document.createElement('p');
  const text = document.createElement('p');
  subject.textContent = mail.subject;
  to.className = 'muted';
  to.textContent = `${mail.channel === 'sms' ? 'SMS' : 'E-mail'} → ${mail.to}`;
  text.className = 'text';
  text.append(...linked(mail.text));
  item.append(subject, to, text);
  return item;
}

let last = 0;

/** Shows what is newer than the last one shown; with patience, waits for it. */
async function load(patience) {
  const { messages } = await (await fetch(`/dev/mail/messages${patience ? `?after=${last}` : ''}`)).json();
  const news = messages.filter((mail) => mail.number > last);
  byId('mails').prepend(...news.reverse().map(shown));
  last = Math.max(last, ...news.map((mail) => mail.number));
  byId('empty').hidden = last > 0;
}

/** New mail appears by itself; when the wallet was stopped, a button takes over. */
async function watch() {
  byId('reload').hidden = true;
  try {
    await load(false);
    while (true) await load(true);
  } catch {
    byId('reload').hidden = false;
    tell(byId('page-bad'), t('offline'));
  }
}

byId('reload').addEventListener('click', () => {
  tell(byId('page-bad'), '');
  watch();
});
watch();
