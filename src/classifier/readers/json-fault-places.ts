import { barewordFault, characterFault, type FaultWords, numberFault } from './json-fault-words.ts';

export function noValueFault(): FaultWords {
  return { problem: 'the body holds no value', remedy: 'Send a JSON value, for example {}.' };
}

export function endFault(bracket: string, place: string): FaultWords {
  return {
    problem: `the body ends inside the ${bracket === '{' ? 'object' : 'array'} opened at ${place}`,
    remedy: `Close it with ${bracket === '{' ? '}' : ']'}, and check whether the body was cut off.`,
  };
}

export function valueFault(text: string, at: number, word: string, bracket: string | undefined): FaultWords {
  const character = text[at]!;
  if (character === '}' || character === ']') {
    const comma = text
      .slice(Math.max(0, at - 200), at)
      .trimEnd()
      .endsWith(',');
    return comma
      ? trailingComma(character)
      : { problem: `${character} where a value belongs`, remedy: 'Give the member a value, for example null.' };
  }
  if (character === ',') {
    return { problem: 'a comma where a value belongs', remedy: 'Give the value, or remove the second comma.' };
  }
  if (text.startsWith('object Object]', at) && bracket === '[') {
    return {
      problem: 'the text [object Object] in place of an object',
      remedy: 'Serialise the object with JSON.stringify; it was turned into a string.',
    };
  }
  return characterFault(text, at) ?? (/^[-+.\d]/.test(word) ? numberFault(word) : barewordFault(word));
}

export function keyFault(text: string, at: number, character: string, isAfterComma: boolean): FaultWords {
  if ((character === '}' || character === ']') && isAfterComma) return trailingComma(character);
  if (character === ',')
    return { problem: 'a second comma where a member belongs', remedy: 'Remove one of the commas.' };
  if (character === '{') {
    return {
      problem: 'a template placeholder ({{ and }}) that was not filled in',
      remedy: 'Fill in the template before sending.',
    };
  }
  const known = characterFault(text, at);
  if (known !== undefined) return known;
  return {
    problem: 'a member name without double quotes',
    remedy: 'Put every member name in double quotes; a shell may have removed them.',
  };
}

export function colonFault(character: string): FaultWords {
  return {
    problem: `${character === '=' ? '=' : 'something else'} where the colon after a member name belongs`,
    remedy: 'Write "name": value.',
  };
}

export function separatorFault(text: string, at: number, character: string, bracket: string): FaultWords {
  if ((character === '}' || character === ']') && bracket !== (character === '}' ? '{' : '[')) {
    return {
      problem: `${character} closes what ${bracket} opened`,
      remedy: `Close with ${bracket === '{' ? '}' : ']'} first.`,
    };
  }
  if (/["{[\d\-tfn]/.test(character)) {
    return {
      problem: `a comma is missing between two ${bracket === '{' ? 'members' : 'values'}`,
      remedy: 'Put a comma before it.',
    };
  }
  return (
    characterFault(text, at) ?? {
      problem: `${character} where a comma or ${bracket === '{' ? '}' : ']'} belongs`,
      remedy: 'Correct the text there.',
    }
  );
}

export function extraFault(text: string, at: number): FaultWords {
  return (
    characterFault(text, at) ?? {
      problem: 'more text after the end of the JSON value',
      remedy:
        'Send one value: wrap several in an array, or send them as application/x-ndjson where the server takes it.',
    }
  );
}

function trailingComma(bracket: string): FaultWords {
  return { problem: `a trailing comma before ${bracket}`, remedy: 'Remove the comma after the last one.' };
}
