import { busy, byId } from './page.js';

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

async function load() {
  const { messages } = await (await fetch('/dev/mail/messages')).json();
  byId('mails').replaceChildren(...messages.reverse().map(shown));
  byId('empty').hidden = messages.length > 0;
}

byId('reload').addEventListener('click', () => busy(byId('reload'), byId('page-bad'), load));
await busy(byId('reload'), byId('page-bad'), load);
