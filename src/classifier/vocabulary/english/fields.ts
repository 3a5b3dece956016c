import type { Vocabulary } from '../signal.ts';

/** Fields that the server does not know, or does not take. */
export const ENGLISH_FIELDS: Vocabulary = {
  'unknown-field': `
    !unknown [query|body|json|form|request|input|or|unexpected|top|level] field|fields|parameter|parameters|param|params|property|properties|argument|arguments|attribute|attributes|name|key|keys|column|member|element|header|path
    !unrecognized|unrecognised [query|body|request|json] field|fields|parameter|parameters|param|property|properties|argument|arguments|attribute|key|keys|name|element
    !unexpected|extraneous|undeclared|undefined|extra|superfluous [query|body|request|json|input|key|or|additional] field|fields|parameter|parameters|param|params|property|properties|argument|arguments|attribute|attributes|key|keys|member|element|inputs
    !extra fields|inputs|keys|properties .... [not|permitted|allowed|forbidden]
    !extra forbidden
    !unspecified keys|fields|properties
    !extraforbidden
    !additional properties|property [are|is] .. [not|allowed|permitted]
    !additionalproperties
    !additional properties
    !must not|should have|not [have] additional properties
    !unsupported field|fields|parameter|parameters|param|property|argument|attribute|key|option
    !unpermitted parameter|parameters
    !can not query field
    !nonexisting|nonexistent field|fields|property|column|attribute
    !no such field|property|prop|column|attribute|parameter|argument
    !no such field|property|prop|column|attribute with [the] name
    !has no column|field|property|parameter [named|called]
    !could not find [the|a|any] .. column|field|property of|named|called|in
    !unknown key for
    !unable to map property
    !unrecognized name
    !remove the field|parameter|property
    !there is no parameter|field|property|attribute named|called
    !not support|recognize|recognise|know|understand the|this|that option|parameter|field|property|argument|attribute|key
    !key|field|property|parameter|attribute|argument .. not expected
    !not [a] part of this|the resource|schema|model|object|type
    !invalid field .. on model
    !sql compilation error .... invalid identifier
    !can not find field
    !field .... not exist|found|recognized|known|defined|allowed|supported|permitted|expected
    !field .. can not be set
    !property .... not exist|found|recognized|allowed|defined|expected|permitted
    !parameter .... not recognized|known|allowed|supported|expected|exist|permitted
    !column .... not exist|found
    !attribute .... not exist|found|recognized|allowed
    !argument .... not recognized|known|defined
    !is not [a] [known|recognized|valid] field|parameter|property|attribute|argument|key
    !received unknown
    !parameter unknown
    !parameterunknown
    !unknown name
    !unknown|unrecognized|unsupported|unexpected search|sort|filter|url|optional|header|template parameter|parameters|param|argument|option|field|attribute
    !no field|column|property|attribute .. in [the] structure|type|schema|document|mapping|table|index|struct|model
    !unknownparam*
    !unknownfield
    !invalid field|column|property|attribute|parameter name
    !object unknown
    !objectunknown
    !unrecognized keys
    !unrecognizedkeys
    !unrecognizedproperty*
    !read only field|property|attribute|parameter
    !property .. should not exist
    !should not exist
    !mass assignment
    !not on the appropriate screen
    !could not find [a|the|any] property
    !should not be sent
    !field|attribute|property|member|parameter .. is|be read only|immutable
    !immutable field|attribute|property
    !forbidden field
  `,
};
