import { describe, expect, test } from 'vitest';
import { isFailedXml } from '../../../../src/classifier/readers/error-report/failed-xml.ts';

const soap = (inner: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`;

describe('XML that says no without a fault', () => {
  test.each([
    [
      'a state in the head of an answer',
      '<ocs><meta><status>failure</status><message>no file</message></meta></ocs>',
      '/ocs/meta/status',
    ],
    [
      'an acknowledgement',
      '<GetItemResponse><Ack>Failure</Ack><Errors><LongMessage>expired</LongMessage></Errors></GetItemResponse>',
      '/GetItemResponse/Ack',
    ],
    [
      'a flag in SOAP',
      soap('<R><Result><Success>false</Success><ErrorMessage>no customer</ErrorMessage></Result></R>'),
      '/Envelope/Body/R/Result/Success',
    ],
    [
      'an attribute in SOAP',
      soap('<addResponse><status isSuccess="false"><message>x</message></status></addResponse>'),
      '/Envelope/Body/addResponse/status',
    ],
    [
      'the worst of notices',
      soap(
        '<Reply><HighestSeverity>ERROR</HighestSeverity><Notifications><Message>x</Message></Notifications></Reply>',
      ),
      '/Envelope/Body/Reply/HighestSeverity',
    ],
    [
      'a result deep down',
      '<packet><site><add><result><status>error</status><errtext>exists</errtext></result></add></site></packet>',
      '/packet/site/add/result/status',
    ],
    [
      'errors below a response',
      '<OTA_AvailRS><Errors><Error Code="392" ShortText="no hotel"/></Errors></OTA_AvailRS>',
      '/OTA_AvailRS/Errors/Error',
    ],
    [
      'an error in a reply',
      '<paymentService><reply><error code="5">exists</error></reply></paymentService>',
      '/paymentService/reply/error',
    ],
    [
      'a status of SAML',
      '<Response><Status><StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></Status></Response>',
      '/Response/Status/StatusCode',
    ],
  ])('%s', (_name, text, pointer) => {
    expect(isFailedXml(text, 'text/xml')?.where).toBe(`response.body#${pointer}`);
  });

  test.each([
    [
      'a payment of an order',
      soap(
        '<GetOrderResult><Id>7</Id><Payment><Status>Failed</Status><Description>declined</Description></Payment></GetOrderResult>',
      ),
    ],
    [
      'a list of things',
      '<orders><order><id>7</id><status>failed</status><message>declined</message></order></orders>',
    ],
    [
      'a success of SAML',
      '<Response><Status><StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></Status></Response>',
    ],
    ['a good state', '<ocs><meta><status>ok</status><message>OK</message></meta></ocs>'],
    [
      'a report of tests',
      '<testsuite failures="1"><testcase name="a"><failure message="expected 1">x</failure></testcase></testsuite>',
    ],
    ['no errors', '<GetItemResponse><Ack>Success</Ack><Errors/></GetItemResponse>'],
  ])('%s says nothing', (_name, text) => {
    expect(isFailedXml(text, 'text/xml')).toBeUndefined();
  });
});
