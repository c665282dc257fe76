"""The names in SHACL's namespace.

Source: Shapes Constraint Language (W3C, 2017), and the working group note on its Advanced Features.
"""

_COMPONENTS = """
And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount
MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or
Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone
"""
_NAMES = """
BlankNode BlankNodeOrIRI BlankNodeOrLiteral ConstraintComponent IRI IRIOrLiteral Info Literal NodeKind
NodeShape Parameter Parameterizable PrefixDeclaration PropertyGroup PropertyShape ResultAnnotation
SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent SPARQLExecutable
SPARQLSelectExecutable SPARQLSelectValidator Severity Shape Validator Violation Warning
alternativePath and annotationProperty annotationValue annotationVarName ask class closed datatype
deactivated declare defaultValue description disjoint entailment equals flags group hasValue
ignoredProperties in inversePath labelTemplate languageIn lessThan lessThanOrEquals maxCount
maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace
node nodeKind nodeValidator not oneOrMorePath optional or order parameter path pattern prefix prefixes
property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
qualifiedValueShapesDisjoint resultAnnotation select severity shapesGraph sparql suggestedShapesGraph
targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang validator xone zeroOrMorePath
zeroOrOnePath
"""
_BEYOND = """
Function JSConstraint JSConstraintComponent JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator
Rule SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType Target TargetType TripleRule condition
construct expression filterShape intersection js jsFunctionName jsLibrary jsLibraryURL nodes object
predicate returnType rule subject target this union update
"""
COMPONENTS = frozenset(_COMPONENTS.split())
"""The constraint components of SHACL Core and SHACL-SPARQL, without "ConstraintComponent"."""
KNOWN = frozenset([*_NAMES.split(), *(f"{name}ConstraintComponent" for name in COMPONENTS)])
"""The names of SHACL Core and SHACL-SPARQL."""
BEYOND = frozenset(_BEYOND.split())
"""The names in SHACL's advanced features (SHACL-AF) and SHACL-JS."""
