// The kit VS Code once gave out for webviews. It is no longer kept up, so nothing else imports it: what it is replaced by
// one day is replaced here. Its badge and tag set inline styles, which a strict policy forbids, and are not used.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the elements. The page's policy must know the nonce of `<meta property="csp-nonce">` for styles too. */
export function defineControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

/** An element of the kit, as far as this house uses it. */
export interface Control extends HTMLElement {
  value: string;
  checked: boolean;
  disabled: boolean;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function button(label: string, onPress: () => void, appearance: 'primary' | 'secondary' = 'secondary'): Control {
  const made = control('vscode-button', { appearance });
  made.textContent = label;
  made.addEventListener('click', onPress);
  return made;
}

export function textField(label: string, hint: string, onInput: (value: string) => void): Control {
  const made = control('vscode-text-field', { 'aria-label': label, placeholder: hint });
  made.addEventListener('input', () => {
    onInput(made.value);
  });
  return made;
}

export function dropdown(label: string, choices: readonly Choice[], onChoose: (value: string) => void): Control {
  const made = control('vscode-dropdown', { 'aria-label': label });
  for (const { value, label: text } of choices) {
    const option = control('vscode-option', { value });
    option.textContent = text;
    made.append(option);
  }
  made.addEventListener('change', () => {
    onChoose(made.value);
  });
  return made;
}

export function checkbox(label: string, onChange: (checked: boolean) => void): Control {
  const made = control('vscode-checkbox', {});
  made.textContent = label;
  made.addEventListener('change', () => {
    onChange(made.checked);
  });
  return made;
}

export function progressRing(): HTMLElement {
  return control('vscode-progress-ring', { 'aria-hidden': 'true' });
}

function control(tag: string, attributes: Readonly<Record<string, string>>): Control {
  const made = document.createElement(tag) as Control;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
