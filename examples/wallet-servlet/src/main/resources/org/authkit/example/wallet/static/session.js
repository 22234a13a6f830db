// The session's token lives in this tab and goes only where a script of this origin puts it: no cookie, nothing to forge.
export const token = () => sessionStorage.getItem('token') ?? '';
export const login = () => sessionStorage.getItem('login') ?? '';
export const onThisPhone = () => sessionStorage.getItem('phone') === 'yes';

export function start(session, typedLogin) {
  sessionStorage.setItem('token', session.token);
  if (typedLogin) sessionStorage.setItem('login', typedLogin.trim().toLowerCase());
}

export function setOnThisPhone(isPhone) {
  sessionStorage.setItem('phone', isPhone ? 'yes' : 'no');
}

export function end() {
  sessionStorage.clear();
}
